"""Channels: one file a way of reaching staff. Each is found by the registry through its ``name``."""
