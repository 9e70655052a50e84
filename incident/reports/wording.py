"""How a report spells values: the same in every format that people read. Machines get them raw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Literal

from incident.reports.model import NUMBERS, Unit, Value

Language = Literal["zh", "en"]
#: `say(zh, en)` is the reader's one.
Say = Callable[[str, str], str]
#: Time of the operator's country, which has one zone and no summer time.
ZONE = timezone(timedelta(hours=8))
UNKNOWN = {"zh": "未报", "en": "not reported"}


def saying(language: Language) -> Say:
    """Of two spellings the reader's."""
    return (lambda zh, _en: zh) if language == "zh" else (lambda _zh, en: en)


def shown(value: Value, language: Language) -> str:
    """The value as people read it, its unit with it."""
    if value.raw is None:
        return UNKNOWN[language]
    if value.unit == "moment":
        return moment(str(value.raw))
    if value.unit in NUMBERS:
        if value.decimals:
            of = f" {value.of}" if value.of and language == "en" else value.of
            return f"{int(value.raw) / 10**value.decimals:,.{value.decimals}f}{of}"
        return _number(int(value.raw), value.unit, value.of, language)
    return str(value.raw)


def _number(raw: int, unit: Unit, of: str, language: Language) -> str:
    if unit == "fen":
        return money(raw, language)
    if unit == "ppm":
        return f"{raw // 1_000 / 10:.1f}%"  # rounded down: what is not all never reads as all
    if unit == "seconds":
        return duration(raw, language)
    if unit == "minutes":
        return duration(raw * 60, language)
    return f"{raw:,}{' ' if of and language == 'en' else ''}{of}"


def money(fen: int, language: Language) -> str:
    """Yuan, exact to the fen where there are any."""
    sign, whole, rest = "-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100
    amount = f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")
    return f"{amount} 元" if language == "zh" else f"CNY {amount}"


def duration(seconds: int, language: Language) -> str:
    """Days and hours, hours and minutes, or minutes and seconds: the two largest that count."""
    names = ("天", "小时", "分", "秒") if language == "zh" else ("d", "h", "min", "s")
    left, parts = abs(seconds), []
    for size, name in zip((86_400, 3_600, 60, 1), names, strict=True):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}")
        if parts and (len(parts) == 2 or size == 60):
            break
    return ("-" if seconds < 0 else "") + (" ".join(parts) or f"0 {names[2]}")


def moment(text: str) -> str:
    """Local time to the minute."""
    return datetime.fromisoformat(text).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def clock(text: str) -> str:
    """Local day and time, short, for axes and lists."""
    return datetime.fromisoformat(text).astimezone(ZONE).strftime("%m-%d %H:%M")


def difference(value: Value, before: Value | None, language: Language) -> str:
    """How far a figure has moved since the last report: `+1,200`, `±0`; empty where either is unknown."""
    if before is None or not isinstance(value.raw, int) or not isinstance(before.raw, int):
        return ""
    moved = value.raw - before.raw
    if moved == 0:
        return "±0"
    told = _number(abs(moved), value.unit, "", language)
    return f"{'+' if moved > 0 else '−'}{told}"
