"""What comes back from channels: answers and reports, from a callback or from a channel's own line.

Each is kept in a transaction of its own before the gateway is told so; what it repeats does nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from incident.commands.paging.contacts import read_phone
from incident.commands.paging.replies import Moved, find_meaning, note_ignored, take_answer
from incident.commands.paging.settling import note_report, stream_of_report
from incident.db import Database
from incident.draining.channels import Channels
from incident.errors import Invalid
from incident.rules.sealing import Sealer
from notifications.channel import Channel
from notifications.heard import Answered, Heard, Ignored, Report

_LOG = logging.getLogger(__name__)
#: How often an answer's stream is looked for again when another page comes in between.
_LOOKS = 5


def take_heard(db: Database, heard: Sequence[Heard], *, sealer: Sealer) -> int:
    """Keep everything that was heard; how much of it was new to us."""
    return sum(_take(db, one, sealer) for one in heard)


def lines(channels: Channels) -> list[Channel]:
    """The channels that must be asked for what was heard; the others' gateways call us."""
    return [channel for channel in channels.by_name.values() if channel.has_line]


def listen(db: Database, channel: Channel, *, sealer: Sealer) -> int:
    """Take in what waits on a channel's own line, then let it forget that; how much was new."""
    heard = channel.collect()
    if not heard:
        return 0
    taken = take_heard(db, heard, sealer=sealer)
    channel.settle(heard)
    return taken


def _take(db: Database, one: Heard, sealer: Sealer) -> bool:
    if isinstance(one, Report):
        return _report(db, one)
    if isinstance(one, Ignored):
        with db.transaction() as tx:
            return note_ignored(tx, one)
    one = replace(one, sender=_normal(one))
    mark = sealer.mark(one.sender)
    with db.read() as session:
        stream = find_meaning(session, one, mark=mark).stream
    for _look in range(_LOOKS):
        try:
            with db.transaction([stream] if stream else []) as tx:
                outcome = take_answer(tx, one, mark=mark, sealer=sealer)
        except Moved as moved:  # something was paged between the look and the lock
            stream = str(moved)
            continue
        if outcome is not None:
            _LOG.info("an answer by %s: %s", one.via, outcome)
        return outcome is not None
    raise RuntimeError(f"answer {one.id} moved from stream to stream")


def _report(db: Database, report: Report) -> bool:
    if report.state == "not_found":
        return False
    with db.read() as session:
        stream = stream_of_report(session, key=report.key, reference=report.reference)
    if stream is None:
        return False
    why = ": ".join(filter(None, [report.code, report.note]))
    with db.transaction([stream]) as tx:
        return note_report(tx, key=report.key, reference=report.reference, state=report.state, why=why) is not None


def _normal(answered: Answered) -> str:
    """A sender as its contact was marked: E.164 for telephones, small letters for mail."""
    if answered.via == "mail":
        return answered.sender
    try:
        return read_phone(answered.sender if answered.sender.startswith("+") else _local(answered.sender)).text
    except Invalid:
        return answered.sender


def _local(number: str) -> str:
    """A number as gateways write it, with the country's code and without a plus."""
    digits = number.strip()
    return f"+{digits}" if digits.startswith("86") and len(digits) == 13 else digits
