"""Outcomes by rule: the kinds of figures, what makes one good, how they add up, what they are held against."""
