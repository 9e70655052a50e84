"""Running the tests that travel with a playbook: its own small situations against its own planner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from playbooks.language.model import Playbook
from playbooks.language.provinces import PROVINCES
from playbooks.language.situation import NearPoint, Situation, SituationRegion
from playbooks.language.trials import ExpectItem, Given, GivenRegion, Trial
from playbooks.planning.plan import Plan, PlanItem
from playbooks.planning.planner import plan
from playbooks.terms.words import SEGMENTS, Words

_STRUCK = datetime(2008, 5, 12, 6, 28, 4, tzinfo=UTC)


@dataclass(frozen=True)
class CheckResult:
    """One test's result; ``failures`` say what was expected and what came, in both languages."""

    id: str
    title: Words
    failures: tuple[Words, ...]

    @property
    def passed(self) -> bool:
        """True when nothing failed."""
        return not self.failures


def run_tests(playbook: Playbook) -> tuple[CheckResult, ...]:
    """Run every test of a playbook, in order."""
    return tuple(
        CheckResult(trial.id, trial.title, tuple(_failures(trial, planned=plan_of(playbook, trial))))
        for trial in playbook.tests
    )


def results_document(playbook: Playbook) -> list[dict[str, Any]]:
    """Run every test and return the results as plain JSON values, titles and failures in both languages."""
    return [
        {
            "id": result.id,
            "title": result.title.model_dump(),
            "passed": result.passed,
            "failures": [failure.model_dump() for failure in result.failures],
        }
        for result in run_tests(playbook)
    ]


def situation_of(given: Given, *, playbook: Playbook) -> Situation:
    """Return the Situation that a test describes: on a fixed day, with 31 provinces and texts as a live world's."""
    return Situation(
        hazard=given.hazard or playbook.hazards[0],
        incident_level=given.level,
        warning_colour=given.colour,
        occurred_at=_STRUCK,
        now=_STRUCK + timedelta(hours=given.hours_since),
        regions=tuple(_region(region) for region in given.regions),
        provinces=PROVINCES,
        text_prefix="",
        signals=given.signals,
        near={
            group.key: dict.fromkeys(given.near.get(name, ()), NearPoint(group.title.zh, group.title.en, 0))
            for name, group in playbook.points.items()
        },
    )


def plan_of(playbook: Playbook, trial: Trial) -> Plan:
    """Return what a playbook plans in the situation of one of its tests."""
    situation = situation_of(trial.given, playbook=playbook)
    return plan(playbook, situation, parameters=trial.given.parameters)


def _region(given: GivenRegion) -> SituationRegion:
    share, rest = divmod(given.customers, len(SEGMENTS))
    segments: dict[str, int] = {name: share + (1 if index < rest else 0) for index, name in enumerate(SEGMENTS)}
    name = given.name or Words(zh=f"{given.county} 县", en=f"county {given.county}")
    having = {name: count for name, count in given.having.items() if name != "customers"}
    return SituationRegion(
        adcode=given.county,
        name_zh=name.zh,
        name_en=name.en,
        province=f"{given.county[:2]}0000",
        city=f"{given.county[:4]}00",
        band=f"{given.unit}-{given.value}",
        value_milli=given.value * 1000,
        unit=given.unit,
        total=given.customers,
        segments=segments,
        of_which={k: v for k, v in having.items() if k in ("vulnerable", "A+", "A", "B", "C")},
        sites=having.get("sites", 0),
        halls=having.get("halls", 0),
        key_customers=having.get("key_customers", 0),
        people=having.get("people", 0),
    )


def _failures(trial: Trial, *, planned: Plan) -> Iterator[Words]:
    by_id: dict[str, list[PlanItem]] = {}
    for item in planned.items:
        by_id.setdefault(item.item_id, []).append(item)
    for item_id in trial.expect.planned:
        if item_id not in by_id:
            yield Words(zh=f"“{item_id}”应列入，却没有", en=f"{item_id!r} should be planned and is not")
    for item_id in trial.expect.omitted:
        if item_id in by_id:
            yield Words(zh=f"“{item_id}”不应列入，却列入了", en=f"{item_id!r} should be left out and is planned")
    for item_id, expected in trial.expect.items.items():
        yield from _item_failures(item_id, expected=expected, items=by_id.get(item_id, []))
    tasks = sum(item.type == "task" for item in planned.items)
    least, most = trial.expect.least_tasks, trial.expect.most_tasks
    if least is not None and tasks < least:
        yield Words(zh=f"任务应不少于 {least}，实为 {tasks}", en=f"expected at least {least} tasks, got {tasks}")
    if most is not None and tasks > most:
        yield Words(zh=f"任务应不多于 {most}，实为 {tasks}", en=f"expected at most {most} tasks, got {tasks}")


def _item_failures(item_id: str, *, expected: ExpectItem, items: list[PlanItem]) -> Iterator[Words]:
    counties = {adcode for item in items for county in item.area.values() for adcode in county}
    pairs: list[tuple[str, str, object, object]] = [
        ("个数", "targets", expected.targets, len(items)),
        ("客户", "customers", expected.customers, sum(item.counts.total for item in items)),
        ("县", "counties", expected.counties, len(counties)),
        ("审批类别", "approval class", expected.approval_class, items[0].approval_class if items else None),
    ]
    for zh, en, wanted, got in pairs:
        if wanted is not None and wanted != got:
            yield Words(
                zh=f"“{item_id}”的{zh}应为 {wanted}，实为 {got}",
                en=f"{item_id!r}: expected {en} {wanted}, got {got}",
            )
    parts = max((text.parts for item in items if item.message for text in item.message.texts[:1]), default=0)
    if expected.most_parts is not None and parts > expected.most_parts:
        yield Words(
            zh=f"“{item_id}”的短信应不超过 {expected.most_parts} 条，实为 {parts}",
            en=f"{item_id!r}: expected at most {expected.most_parts} parts, got {parts}",
        )
    codes = {reason.code for item in items for reason in item.reasons}
    for code in expected.reasons:
        if code not in codes:
            yield Words(zh=f"“{item_id}”缺少理由 {code}", en=f"{item_id!r}: reason {code!r} is missing")
