"""The relay: a small process beside a province's own number file, where no other platform resolves an audience.

Headquarters describes an audience (counties, segments, count) and this process alone knows the numbers: they are read
from the province's file, live in two files of this process's folder and leave by CMPP or SMPP; counts and opaque
references go back. It is no part of the application, which never imports it, and keeps no log with a number in it.
"""
