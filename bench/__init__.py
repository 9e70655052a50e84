"""The product beside its peers, each in turn in one process tree, answers checked equal: `make bench [PART=A]`."""
