"""An incident's log as evidence: a bundle that somebody else can verify without us."""
