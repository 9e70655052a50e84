"""One storm night against real processes, on both databases (RELIABILITY.md §3)."""
