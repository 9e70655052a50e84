"""Whether a larger footprint can only help a condition: what the compiler's mark of a rule rests on.

Every part is still (the same whatever the footprint), helped (a larger one can only make it hold), hindered, or either.
Where nothing can be proved it is either; a mark of monotone is a promise.
"""

from enum import Enum

from playbooks.conditions.tree import (
    Among,
    Amount,
    Both,
    Compare,
    Condition,
    Either,
    Named,
    Not,
    Number,
    Sum,
    Times,
)


class Direction(Enum):
    """How something moves while a footprint grows."""

    STILL = "still"
    HELPED = "helped"
    HINDERED = "hindered"
    EITHER = "either"


_TURNED = {
    Direction.STILL: Direction.STILL,
    Direction.HELPED: Direction.HINDERED,
    Direction.HINDERED: Direction.HELPED,
    Direction.EITHER: Direction.EITHER,
}


def grows(condition: Condition) -> bool:
    """True when a condition that holds goes on holding for every larger footprint."""
    return direction(condition) in (Direction.STILL, Direction.HELPED)


def against_growth(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts, of those that must hold together, that a larger footprint may break."""
    parts = condition.parts if isinstance(condition, Both) else (condition,)
    return tuple(part for part in parts if not grows(part))


def direction(condition: Condition) -> Direction:
    """Return how a condition moves while the footprint grows."""
    match condition:
        case Among(name, _):
            return Direction.HELPED if name.grows else Direction.STILL
        case Not(part):
            return _TURNED[direction(part)]
        case Both(parts) | Either(parts):
            return _together([direction(part) for part in parts])
        case Compare(sign, left, right):
            up = _together([_amount(left), _TURNED[_amount(right)]])  # how left - right moves
            if up is Direction.STILL:
                return up
            if sign in ("==", "!="):
                return Direction.EITHER
            return up if sign in (">=", ">") else _TURNED[up]


def _amount(amount: Amount) -> Direction:
    match amount:
        case Number():
            return Direction.STILL
        case Named(name):
            return Direction.HELPED if name.grows else Direction.STILL
        case Times(inner, _):
            return _amount(inner)
        case Sum(sign, left, right):
            second = _amount(right)
            return _together([_amount(left), second if sign == "+" else _TURNED[second]])


def _together(parts: list[Direction]) -> Direction:
    moving = {part for part in parts if part is not Direction.STILL}
    if not moving:
        return Direction.STILL
    return moving.pop() if len(moving) == 1 else Direction.EITHER
