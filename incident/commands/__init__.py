"""Use cases: one function for each thing that a person or a timer may do, each in one transaction."""
