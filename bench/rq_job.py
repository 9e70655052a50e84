"""The peer's job in part D: a message counts itself. Apart, so that a forked worker loads nothing for it."""

from redis import Redis


def one_message(port: int) -> None:
    """Count one message."""
    Redis(port=port).incr("done")
