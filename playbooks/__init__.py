"""Playbooks, measure types and the planner: a Situation goes in, a Plan comes out."""
