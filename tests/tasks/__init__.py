"""The life of a task beyond its states: many at once, check-ins, dependencies, files, paper, trouble tickets."""
