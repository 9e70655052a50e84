"""The pre-flight panel: what an approver should know before saying yes, each with whether it is in order (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incident.clock import from_text
from incident.rules import approvals
from incident.rules.broadcast_texts import all_texts_of, is_prepared, text_prefix
from notifications.render import EXERCISE_PREFIX
from playbooks.measures import measure_type
from playbooks.measures.base import NO_FIGURES
from playbooks.terms.timing import whole_days
from playbooks.texts.text_checks import text_findings

#: Messages a second that a gateway takes on the normal path; the time to finish is an estimate (DOMAIN.md §3.8).
NORMAL_RATE = 400
#: More than any measure may cost, in fen; for asking what one would cost without its cap.
BEYOND_ANY_CAP = 10**15


@dataclass(frozen=True)
class Check:
    """One line: in order or to be looked at, in both languages."""

    ok: bool
    zh: str
    en: str

    @classmethod
    def note(cls, zh: str, en: str) -> Check:
        """In order, but worth knowing."""
        return cls(ok=True, zh=zh, en=en)

    @classmethod
    def doubt(cls, zh: str, en: str) -> Check:
        """To be looked at before anybody approves."""
        return cls(ok=False, zh=zh, en=en)


def measure_checks(
    row: Mapping[str, Any],
    *,
    document: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]],
    now: datetime,
    figures: Mapping[str, int] = NO_FIGURES,
) -> list[Check]:
    """Bytes, money, window, overlap with live measures of the same kind, autopay, and who is not in the count.

    ``figures`` are what the area has beside customers, for what the measure's type has to say itself.
    """
    start, end = from_text(row["window_from"]), from_text(row["window_to"])
    days = whole_days(start, end=end)
    checks = [
        _bytes(row, document),
        *_money(row, days=days, figures=figures),
        Check(end > now, f"时限 {days} 天，到期须收尾或延期", f"Runs {days} days, then it lands or is extended"),
    ]
    if start < now:
        checks.append(Check.note("追溯：从时限起点起算", "Retroactive: counts from the start of its window"))
    checks.append(_overlap(row, others))
    if "roaming_in" in row["rules"]:
        checks.append(
            Check.note(
                "漫入客户由各省计费系统当时认定，未计入客户数",
                "Customers roaming in are found by billing at the time and are not in the count",
            )
        )
    checks += _autopay(row)
    type_ = measure_type(row["kind"])
    notes = type_.notes(type_.fields(row["fields"]), customers=row["customers"], figures=figures)
    checks += [Check(note.ok, note.text.zh, note.text.en) for note in notes]
    landing = type_.landing
    checks.append(Check(bool(landing), f"收尾方案 {len(landing)} 步", f"Landing plan of {len(landing)} steps"))
    return checks


def _money(row: Mapping[str, Any], *, days: int, figures: Mapping[str, int]) -> list[Check]:
    """What it will cost against its cap, and what it would cost without one where that is more."""
    expected, daily, cap = (_yuan(fen) for fen in (row["cost_fen"], row["cost_fen"] // max(1, days), row["cap_fen"]))
    checks = [
        Check(
            row["cost_fen"] <= row["cap_fen"],
            f"预计 {expected} 元（每日约 {daily} 元），上限 {cap} 元",
            f"Expected {expected} CNY (about {daily} a day), cap {cap} CNY",
        )
    ]
    if (needed := uncapped_fen(row, days=days, figures=figures)) > row["cap_fen"]:
        checks.append(
            Check.doubt(
                f"不设上限约需 {_yuan(needed)} 元：到上限即止，排在后面的客户可能得不到",
                f"Without a cap it would take {_yuan(needed)} CNY: it stops at the cap, and some may get nothing",
            )
        )
    return checks


def _autopay(row: Mapping[str, Any]) -> list[Check]:
    """Whether customers on autopay are meant, where the measure's type asks that."""
    autopay = row["fields"].get("autopay")
    if autopay is None:
        return []
    if autopay == "included":
        return [Check.note("托收（自动缴费）客户包括在内", "Customers on autopay are included")]
    return [Check.doubt("托收（自动缴费）客户不包括在内", "Customers on autopay are NOT included")]


def broadcast_checks(row: Mapping[str, Any], *, document: Mapping[str, Any], now: datetime, world: str) -> list[Check]:
    """Bytes, the exercise word, the prepared correction, parts and time to finish, validity."""
    texts = [(language, text) for _, language, text in all_texts_of(row)]
    bodies = [text for _, text in texts]
    seconds = -(-row["customers"] * row["parts"] // NORMAL_RATE)
    left = from_text(row["valid_until"]) - now
    checks = [_bytes(row, document)]
    if world == "exercise":
        checks.append(
            Check(
                all(body.startswith(EXERCISE_PREFIX) for body in bodies if body),
                "所有语言的正文、更正与解除均以「演练 EXERCISE」开头",
                "Text, correction and cancel begin with the exercise word in every language",
            )
        )
    checks += _slips(texts, channel=row["channel"], exercise=world == "exercise")
    corrected = bool(row["correction_zh"] and row["correction_en"]) or is_prepared(row)
    checks.append(
        Check(
            corrected,
            "更正稿与解除稿已备好，随本次审批生效，一人可发" if corrected else "还没有更正稿",
            "Correction and cancel are ready and approved with it; one person can send either"
            if corrected
            else "There is no correction yet",
        )
    )
    if row["channel"] == "cell_broadcast":
        return [*checks, *_of_cells(row, left)]
    checks.append(
        Check.note(
            f"每户 {row['parts']} 条，按每秒 {NORMAL_RATE} 条约需 {_duration_zh(seconds)}",
            f"{row['parts']} parts each; about {_duration_en(seconds)} at {NORMAL_RATE} a second",
        )
    )
    checks.append(
        Check(
            left > timedelta(seconds=seconds),
            "有效期内可以发完" if left > timedelta(seconds=seconds) else "有效期内发不完",
            "It can be finished while it is valid"
            if left > timedelta(seconds=seconds)
            else "It cannot be finished while it is valid",
        )
    )
    return checks


def _of_cells(row: Mapping[str, Any], left: timedelta) -> list[Check]:
    """A cell broadcast is on the air at once and repeated: its pages count, not the time that customers take."""
    return [
        Check.note(
            f"小区广播共 {row['parts']} 页，没有名单，没有回执；重复播发到有效期满",
            f"{row['parts']} pages on the air, without list or receipts, repeated until it expires",
        ),
        Check(left > timedelta(0), "仍在有效期内", "It is still valid"),
    ]


def _slips(texts: Sequence[tuple[str, str]], *, channel: str, exercise: bool) -> list[Check]:
    """What a person should look at in the texts, each slip once; one line when there is none."""
    prefix = text_prefix(exercise=exercise)
    found = {
        (finding.zh, finding.en)
        for language, text in texts
        for finding in text_findings(text, language=language, channel=channel, prefix=prefix)
        if finding.weight == "doubt"
    }
    if not found:
        return [Check.note("文字无链接、无错号、无费字符", "No link, no wrong number, no sign that costs a part")]
    return [Check.doubt(zh, en) for zh, en in sorted(found)]


def _bytes(row: Mapping[str, Any], document: Mapping[str, Any]) -> Check:
    same = approvals.digest_of(document) == row["digest"]
    return Check(
        same,
        "显示的内容与待批摘要一致" if same else "内容与摘要不一致，不能批准",
        "What is shown is what its digest says" if same else "The content is NOT what its digest says",
    )


def _overlap(row: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Check:
    """Customers in counties and segments that a live measure of the same kind covers already."""
    mine = {(c, s): n for counties in row["area"].values() for c, by in counties.items() for s, n in by.items()}
    covered: dict[tuple[str, str], int] = {}
    titles: set[tuple[str, str]] = set()
    for other in others:
        for counties in other["area"].values():
            for county, segments in counties.items():
                for segment in segments:
                    if (county, segment) in mine:
                        covered[county, segment] = mine[county, segment]
                        titles.add((other["title_zh"], other["title_en"]))
    if not covered:
        return Check.note("与正在执行的同类举措没有重叠", "Does not overlap a live measure of its kind")
    total = sum(covered.values())
    return Check.doubt(
        f"{total:,} 户已被「{'、'.join(sorted(zh for zh, _ in titles))}」覆盖",
        f"{total:,} customers are covered already by {', '.join(sorted(en for _, en in titles))}",
    )


def uncapped_fen(row: Mapping[str, Any], *, days: int, figures: Mapping[str, int] = NO_FIGURES) -> int:
    """Fen that the measure would take if no cap bound it; ``figures`` are what its area has beside customers."""
    type_ = measure_type(row["kind"])
    by_segment: Counter[str] = Counter()
    for counties in row["area"].values():
        for segments in counties.values():
            by_segment.update(segments)
    fields = type_.fields({**row["fields"], "cap_fen": BEYOND_ANY_CAP})
    return int(type_.estimate(by_segment, window_days=days, fields=fields, figures=figures).fen_total)


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"


def _duration_zh(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"


def _duration_en(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"
