"""`tongxin demo`: an exercise world in which simulated people play a historical event through the whole system.

Reads in this order: `scenario` what is to happen (YAML), `cast` who plays, `stage` the world they play in,
`supervisor` and `processes` what runs, `players` the people, `balance` how it ends. The people act only through
the HTTP API with sessions of their own; nothing here writes a row of an incident.
"""
