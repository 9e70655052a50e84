"""Connectors: one file a system. Each is found by the registry through its ``name``."""
