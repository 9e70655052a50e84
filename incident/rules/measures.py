"""Which way a measure may go, and what its batches say about it (DOMAIN.md §4, MEASURE and BATCH). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: States in which something of it is out with billing or the halls.
RUNNING = frozenset({"executing", "held", "partially_applied", "in_effect"})
FINAL = frozenset({"completed", "reversed", "cancelled", "rejected"})

#: action -> (states it may come from, state it leads to). Actions on a measure that was never started.
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({"draft"}), "pending_approval"),
    "return": (frozenset({"pending_approval"}), "draft"),
    "reject": (frozenset({"pending_approval"}), "rejected"),
    "approve": (frozenset({"pending_approval"}), "approved"),
    "start": (frozenset({"approved"}), "executing"),
    "hold": (frozenset({"executing", "partially_applied"}), "held"),
    "resume": (frozenset({"held"}), "executing"),
    "retry": (frozenset({"partially_applied"}), "executing"),
    "accept_gaps": (frozenset({"partially_applied"}), "in_effect"),
    "end": (frozenset({"in_effect", "partially_applied", "held", "executing"}), "ending"),
    "complete": (frozenset({"ending"}), "completed"),
    "revoke": (RUNNING | {"ending"}, "reversing"),
    "cancel": (frozenset({"draft", "pending_approval", "approved"}), "cancelled"),
    # Of what ends: billing's failures in a landing are tried again, and a reversal can stop between two batches.
    "retry_landing": (frozenset({"ending"}), "ending"),
    "halt": (frozenset({"reversing"}), "held"),
}
#: What may be done with a started measure whose next revision is being decided on: the parts go on meanwhile.
WHILE_REVISED = frozenset({"end", "revoke"})
REVISED = frozenset({"draft", "pending_approval", "approved", "rejected"})
#: Real seconds between two reversals of one province: slow enough to be watched, and stopped between two of them.
REVERSAL_SPACING_S = 2
#: Landing batches count their revisions from here, where no edit ever comes: `…1000203…` is stage 3 of revision 2.
LANDING = 1_000_000
STAGES = 100
#: Further days of whoever is there already, in a place that grows by the same revision, count theirs from here.
BESIDE_GROWTH = 500_000


def next_state(action: str, state: str, *, started: bool) -> str | None:
    """Where `action` leads from `state`, or None when it may not be done there."""
    sources, target = TRANSITIONS[action]
    if started and action == "cancel":
        return None
    if state in sources or (started and action in WHILE_REVISED and state in REVISED):
        return target
    return None


@dataclass(frozen=True)
class BatchKey:
    """The key under which one instruction of a batch is known to the outbox and to billing.

    The first attempt has the batch's own id; `…:2` and on are further attempts, `…:reverse` undoes it.
    """

    batch_id: str
    attempt: int
    reverse: bool = False

    def __str__(self) -> str:
        if self.reverse:
            return f"{self.batch_id}:reverse"
        return self.batch_id if self.attempt == 1 else f"{self.batch_id}:{self.attempt}"

    @property
    def measure_id(self) -> str:
        """Which measure the batch belongs to."""
        return self.batch_id.partition(":")[0]

    @property
    def province(self) -> str:
        """Adcode of the province whose billing has it."""
        return f"{self.batch_id.split(':')[2][:2]}0000"

    @property
    def lands(self) -> bool:
        """Whether it is of the landing, which goes on where the measure itself has stopped."""
        return int(self.batch_id.split(":")[1]) >= LANDING

    @classmethod
    def read(cls, key: str) -> BatchKey:
        """The parts of a key that `str()` made; ValueError for any other text."""
        parts = key.split(":")
        if len(parts) == 4:
            return cls(key, 1)
        if len(parts) != 5:
            raise ValueError(f"{key!r} is not measure:revision:county:segment[:attempt|:reverse]")
        batch_id, last = ":".join(parts[:4]), parts[4]
        return cls(batch_id, 0, reverse=True) if last == "reverse" else cls(batch_id, int(last))


def batch_id(measure_id: str, *, revision: int, county: str, segment: str) -> str:
    """Key of a batch (DESIGN.md §4)."""
    return f"{measure_id}:{revision}:{county}:{segment}"


def extension_revision(revision: int) -> int:
    """The revision in the key of a batch of further days, where one of growth has the place's own key."""
    return BESIDE_GROWTH + revision


def landing_revision(revision: int, *, stage: int) -> int:
    """The revision in the key of a landing's batch."""
    return LANDING + revision * STAGES + stage


def as_running(row: Mapping[str, Any]) -> dict[str, Any]:
    """The measure as it is carried out: while a next revision is decided on, that is the one before it."""
    return {**row, **(row["running"] or {})}


#: Columns that a revision of a running measure may change, and what an approval has put beside them.
OF_REVISION = (
    "state",
    "revision",
    "digest",
    "fields",
    "area",
    "customers",
    "window_to",
    "cost_fen",
    "cap_fen",
    "approval_class",
    "last_editor_id",
    "approved_revision",
    "approved_digest",
    "approved_area",
    "approved_customers",
    "approved_cost_fen",
    "approved_at",
)


def totals(area: Mapping[str, Any]) -> int:
    """Customers of an area `{province: {county: {segment: customers}}}`."""
    return sum(count for counties in area.values() for segments in counties.values() for count in segments.values())


def segments_of(area: Mapping[str, Any]) -> set[str]:
    """Segments in which an area has customers."""
    return {
        segment
        for counties in area.values()
        for segments in counties.values()
        for segment, count in segments.items()
        if count
    }


def reached(area: Mapping[str, Any], *, share_ppm: int) -> dict[str, dict[str, dict[str, int]]]:
    """The share of an area's customers whom a measure is for, rounded up in each county and segment."""
    return {
        province: {
            county: {segment: -(-count * share_ppm // 1_000_000) for segment, count in segments.items()}
            for county, segments in counties.items()
        }
        for province, counties in area.items()
    }


def growth(area: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, dict[str, dict[str, int]]]:
    """What `area` has more than `before`, in the same shape: the only customers a new revision reaches."""
    grown: dict[str, dict[str, dict[str, int]]] = {}
    for province, counties in area.items():
        for county, segments in counties.items():
            for segment, count in segments.items():
                more = count - before.get(province, {}).get(county, {}).get(segment, 0)
                if more > 0:
                    grown.setdefault(province, {}).setdefault(county, {})[segment] = more
    return grown


def union(area: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, dict[str, dict[str, int]]]:
    """The larger of two areas in each county and segment: a place once promised is not dropped by a new map."""
    joined: dict[str, dict[str, dict[str, int]]] = {}
    for source in (area, other):
        for province, counties in source.items():
            for county, segments in counties.items():
                place = joined.setdefault(province, {}).setdefault(county, {})
                for segment, count in segments.items():
                    place[segment] = max(count, place.get(segment, 0))
    return joined


#: Columns whose change is growth of the area; any other change needs approval again.
GROWTH = frozenset({"area", "customers", "cost_fen"})


def needs_approval_again(row: Mapping[str, Any], changed: Mapping[str, Any]) -> bool:
    """Whether a change voids the approval: everything does, but growth of the area within the approved cap."""
    if row["approved_revision"] is None:
        return True
    after = {**row, **changed}
    if any(row[name] != value for name, value in changed.items() if name not in GROWTH):
        return True
    return after["cost_fen"] > row["cap_fen"] or bool(growth(row["area"], after["area"]))


@dataclass(frozen=True)
class Tally:
    """How many batches of a part stand where, as the states of parts are derived from."""

    moving: int = 0
    parked: int = 0
    with_failures: int = 0
    to_reverse: int = 0
    batches: int = 0


@dataclass(frozen=True)
class Alike:
    """So many batches that stand alike, as far as a tally cares."""

    state: str
    parked: bool
    with_failures: bool
    #: More was applied than was taken back.
    to_reverse: bool
    many: int


def tally(groups: Iterable[Alike]) -> Tally:
    """Add up how batches stand."""
    moving = parked = failures = to_reverse = count = 0
    for one in groups:
        count += one.many
        open_outcome = one.state in ("planned", "submitted", "unknown")
        moving += one.many * (open_outcome and not one.parked)
        parked += one.many * one.parked
        failures += one.many * (one.state == "settled" and one.with_failures)
        to_reverse += one.many * (one.state in ("settled", "abandoned") and one.to_reverse)
    return Tally(moving, parked, failures, to_reverse, count)


def part_state(now: str, counted: Tally) -> str:
    """The state of a measure in one province, from where it stands and what its batches say.

    Held, ending and completed parts keep their state whatever comes back; the halls' parts have no batches and
    are moved by their tasks.
    """
    if now == "reversing":
        return "reversing" if counted.moving or counted.parked or counted.to_reverse else "reversed"
    if now in ("held", "ending", "completed", "reversed") or counted.batches == 0:
        return now
    if counted.moving:
        return "executing"
    return "partially_applied" if counted.parked or counted.with_failures else "in_effect"


def measure_state(now: str, parts: Iterable[str]) -> str:
    """The state of the measure from those of its parts; a held, ending or undecided measure keeps its own."""
    states = set(parts)
    if now == "reversing":
        return "reversed" if states <= {"reversed"} else now
    if now not in ("executing", "partially_applied", "in_effect") or not states:
        return now
    for state in ("executing", "partially_applied"):
        if state in states:
            return state
    # Where a reversal was stopped, provinces that were through with it stay reversed beside the others.
    return "in_effect" if states - {"reversed"} == {"in_effect"} else now
