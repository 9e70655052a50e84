"""Real time: sockets that tail the log. `Realtime` is all that the composition root needs.

`sockets` hears and answers, `tail` reads the log, `followers` knows who is told what, `frames` encodes, `asked` says
what a client may say, `looking` who else has a task open, `gevent_server` carries thousands of screens.
"""

from incident.realtime.sockets import Realtime

__all__ = ["Realtime"]
