"""A condition that has passed its checks, as a tree of a few frozen nodes. Numbers are in smallest units."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from playbooks.conditions.scope import Name

Sign = Literal["<", "<=", "==", "!=", ">=", ">"]


@dataclass(frozen=True)
class Number:
    """A number written in the condition; ``kind`` is "" for one without a unit."""

    amount: int
    kind: str


@dataclass(frozen=True)
class Named:
    """The value of a name that is a number."""

    name: Name


@dataclass(frozen=True)
class Sum:
    """``left + right`` or ``left - right``, both of one kind."""

    sign: Literal["+", "-"]
    left: "Amount"
    right: "Amount"


@dataclass(frozen=True)
class Times:
    """An amount so many times; ``times`` is a whole number without a unit, 0 or more."""

    amount: "Amount"
    times: int


@dataclass(frozen=True)
class Compare:
    """Two amounts of one kind compared."""

    sign: Sign
    left: "Amount"
    right: "Amount"


@dataclass(frozen=True)
class Among:
    """A name that is a word, and the words of which it must be one."""

    name: Name
    words: tuple[str, ...]


@dataclass(frozen=True)
class Not:
    """What must not hold."""

    part: "Condition"


@dataclass(frozen=True)
class Both:
    """Parts that must all hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    """Parts of which one must hold."""

    parts: tuple["Condition", ...]


Amount: TypeAlias = Number | Named | Sum | Times
Condition: TypeAlias = Compare | Among | Not | Both | Either
