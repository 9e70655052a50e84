"""Carries out many small commands of one request, each exactly once and each for itself (DESIGN.md §3.1, §4).

They go the way of single ones (incident.web.idempotent), only together: those of one stream share a transaction, with
other requests' too; each decides for itself, with its own idempotency key, events and answer. One that is refused, or
over which the house stumbles, is undone alone. Keys are those of the single routes, so that a request whose answer was
lost, sent again in a batch, finds what it did the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from incident.errors import Refusal
from incident.web.answers import Given
from incident.web.group_commit import Told
from incident.web.idempotent import Once, carry_out_together
from incident.web.problems import unexpected


@dataclass(slots=True)
class Result:
    """What became of a command: an answer, given now or before, or a refusal."""

    #: The answer's JSON text.
    answer: str | None = None
    replayed: bool = False
    refusal: Refusal | None = None


def carry_out_each(those: Sequence[tuple[str, Once]]) -> list[Result]:
    """Carry out commands, each told with its stream, in order, one transaction a stream; a result for each.

    Raises StillAtWork after five seconds of waiting for a stream: whoever comes again with the same keys loses nothing.
    """
    by_stream: dict[str, list[int]] = {}
    for index, (stream, _once) in enumerate(those):
        by_stream.setdefault(stream, []).append(index)
    results: dict[int, Result] = {}
    for stream, indices in by_stream.items():
        told = carry_out_together(stream, [those[index][1] for index in indices])
        results.update(zip(indices, map(_result, told), strict=True))
    return [results[index] for index in range(len(those))]


def _result(told: Told[Given]) -> Result:
    if told.answer is not None:
        return Result(told.answer.text, told.answer.replayed)
    if isinstance(told.failure, Refusal):
        return Result(refusal=told.failure)
    if told.failure is None or isinstance(told.failure, OperationalError):  # the database is away, for all of them
        raise told.failure or RuntimeError("a command without answer or failure")
    return Result(refusal=unexpected(told.failure))
