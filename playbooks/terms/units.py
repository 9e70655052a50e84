"""Units that a playbook's numbers are in: which there are, which are of one kind, and how they are told apart.

Nothing is compared or used across kinds: an intensity is no grade, a customer no hall. Within a kind numbers are kept
whole in its smallest unit (fen, seconds, thousandths of a degree), so that no comparison rounds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType


@dataclass(frozen=True)
class Measure:
    """One unit: its kind (units of one kind can be compared), how many of the smallest it is, and its words."""

    kind: str
    factor: int
    zh: str
    en: str


#: By the symbol that a condition writes after a number. Severities are in thousandths, as a Situation has them.
UNITS: Mapping[str, Measure] = MappingProxyType(
    {
        "CSI": Measure("CSI", 1000, "度（烈度）", "CSI"),
        "MMI": Measure("MMI", 1000, "度（MMI）", "MMI"),
        "grade": Measure("grade", 1000, "级（共 4 级）", "of grade 1 to 4"),
        "force": Measure("force", 1000, "级风", "Beaufort"),
        "kn": Measure("kn", 1000, "节", "kn"),
        "s": Measure("time", 1, "秒", "s"),
        "min": Measure("time", 60, "分钟", "min"),
        "h": Measure("time", 3600, "小时", "h"),
        "d": Measure("time", 86_400, "天", "d"),
        "fen": Measure("money", 1, "分", "fen"),
        "yuan": Measure("money", 100, "元", "yuan"),
        "ppm": Measure("share", 1, "ppm", "ppm"),
        "%": Measure("share", 10_000, "%", "%"),
        "customers": Measure("customers", 1, "户", "customers"),
        "people": Measure("people", 1, "人", "people"),
        "sites": Measure("sites", 1, "个基站", "sites"),
        "halls": Measure("halls", 1, "个厅", "halls"),
        "organisations": Measure("organisations", 1, "家", "organisations"),
        "lines": Measure("lines", 1, "条线路", "lines"),
        "counties": Measure("counties", 1, "个县", "counties"),
        "provinces": Measure("provinces", 1, "个省", "provinces"),
    }
)
#: The same unit by the other names that playbooks and fields of measures call it.
_ALIASES = {
    "level": "grade",
    "hours": "h",
    "hour": "h",
    "minutes": "min",
    "minute": "min",
    "days": "d",
    "day": "d",
    "seconds": "s",
    "percent": "%",
    "key_customers": "organisations",
}
#: Words of units as they stand after a one.
_ONE = {
    "customers": "customer", "people": "person", "sites": "site", "halls": "hall", "organisations": "organisation",
    "lines": "line", "counties": "county", "provinces": "province",
}  # fmt: skip
_CHINESE_FIRST = re.compile(r"[^\x00-\x7f]+\s+(?=\S)")


def symbol(unit: str) -> str:
    """Return a unit's own symbol: ``分 fen`` is ``fen``, ``level`` is ``grade``; one nobody knows stays as it is."""
    bare = _CHINESE_FIRST.sub("", unit.strip(), count=1)
    return _ALIASES.get(bare, bare)


def kind_and_factor(unit: str) -> tuple[str, int]:
    """Return a unit's kind and its size; a unit that is not in the table is a kind of its own."""
    known = UNITS.get(symbol(unit))
    return (known.kind, known.factor) if known else (symbol(unit), 1)


def in_smallest(number: str, *, unit: str) -> int | None:
    """Return a decimal number of a unit in the smallest of its kind, None where that is no whole number."""
    exact = Fraction(number.replace("_", "")) * kind_and_factor(unit)[1]
    return int(exact) if exact.denominator == 1 else None


def said(amount: int, *, kind: str) -> tuple[str, str]:
    """Return an amount in smallest units in words, (zh, en), in the largest unit of its kind that divides it.

    A share is always told in percent: nobody at a duty desk thinks in millionths.
    """
    if kind == "share":
        figure = f"{amount / UNITS['%'].factor:,.4f}".rstrip("0").rstrip(".")
        return f"{figure}%", f"{figure} %"
    of_kind = [(name, unit) for name, unit in UNITS.items() if unit.kind == kind]
    if not of_kind:
        return f"{amount:,} {kind}".strip(), f"{amount:,} {kind}".strip()
    fitting = [unit for _, unit in of_kind if amount % unit.factor == 0 and amount] or [of_kind[0][1]]
    unit = max(fitting, key=lambda one: one.factor)
    figure = f"{amount // unit.factor:,}" if amount % unit.factor == 0 else f"{amount / unit.factor:,.3f}".rstrip("0")
    return f"{figure} {unit.zh}", f"{figure} {_ONE.get(unit.en, unit.en) if figure == '1' else unit.en}"
