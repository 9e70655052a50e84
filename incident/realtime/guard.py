"""The gate before Socket.IO: who says what no page of ours says, or too much of it, is cut off (goal G21)."""

from __future__ import annotations

from flask_socketio import SocketIO

from incident.realtime.asked import Allowance, is_ours


def guard_messages(socketio: SocketIO) -> None:
    """Look at every message before Socket.IO parses it; call once the server is made."""
    engine = socketio.server.eio
    hear, hear_gone = engine.handlers["message"], engine.handlers["disconnect"]
    allowances: dict[str, Allowance] = {}

    def guarded(sid: str, said: object) -> None:
        allowance = allowances.setdefault(sid, Allowance())
        if not is_ours(said) or not allowance.take():
            engine.disconnect(sid)
            return
        try:
            hear(sid, said)
        except ValueError:  # not JSON after all
            engine.disconnect(sid)

    def gone(sid: str, reason: object) -> None:
        allowances.pop(sid, None)
        hear_gone(sid, reason)

    engine.on("message", guarded)
    engine.on("disconnect", gone)
