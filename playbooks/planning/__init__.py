"""A playbook and a situation in, a plan with reasons out. Pure; reads no clock and writes nothing."""
