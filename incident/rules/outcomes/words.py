"""A figure as people read it: `85.3%`, `1,200 户`, `CNY 3.50`. Pure."""

from __future__ import annotations

from decimal import Decimal

from incident.rules.outcomes.kinds import Kind


def number_text(kind: Kind, value: int) -> str:
    """The number alone, with thousands set off and no idle zeros."""
    whole, rest = divmod(abs(value), kind.step)
    tail = str(rest).rjust(kind.decimals, "0").rstrip("0") if kind.decimals else ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}{'.' + tail if tail else ''}"


def figure_text(kind: Kind, value: int, language: str) -> str:
    """The number with its unit."""
    unit = kind.unit_zh if language == "zh" else kind.unit_en
    return f"{number_text(kind, value)}{unit if unit == '%' else f' {unit}'}"


def steps_of(kind: Kind, number: Decimal) -> int | None:
    """The number in the kind's smallest step, None where it is finer than that."""
    scaled = number.scaleb(kind.decimals)
    return int(scaled) if scaled == scaled.to_integral_value() else None
