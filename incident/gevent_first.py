"""Runs the command line with gevent's patches in place before anything else is imported.

`tongxin serve` starts itself anew through this module when it serves PostgreSQL under gevent: locks and sockets
made before the patches would block every client at once. Nothing else should use it.
"""

from gevent import monkey

monkey.patch_all()

from incident.cli import main  # noqa: E402  after the patches, which is the point

if __name__ == "__main__":
    main()
