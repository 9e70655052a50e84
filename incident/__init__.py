"""The application: incidents, measures, tasks, people and the one append-only log.

It employs three specialists (geo, playbooks, notifications); they never import it.
"""
