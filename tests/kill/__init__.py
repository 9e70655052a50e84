"""Processes killed at labelled points and at random ones: nothing lost, nothing doubled (goals G1 and G2)."""
