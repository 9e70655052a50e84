"""Fold = rows for every event, every audience, on both databases (goal G9)."""
