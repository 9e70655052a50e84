"""Reads, for pages, API and sockets. Nothing here writes."""
