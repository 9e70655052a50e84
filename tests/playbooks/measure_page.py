"""Makes docs/measures.md from the measure types themselves.

    python -m tests.playbooks.measure_page

The page's head is written by hand and stays; what follows its mark is made from the code, and a test holds it so.
"""

from __future__ import annotations

import inspect
from typing import Any

from playbooks.language.model import Outcome
from playbooks.measures import BY_TASKS, KINDS
from playbooks.measures.base import MeasureType
from playbooks.terms.words import SEGMENTS
from tests.conftest import REPO
from tests.playbooks.every_type import every_type, fields_of
from tests.playbooks.test_measure_types import context

PAGE = REPO / "docs" / "measures.md"
MARK = "<!-- made by python -m tests.playbooks.measure_page -->"
CARRIED = {
    "billing": "billing, by instructions",
    "broadcast": "the province's message platforms",
    "halls": "service halls, by tasks",
    "hotline": "the hotline, by tasks",
    "teams": "teams on site, by tasks",
}
_LARGEST = 10**9


def page() -> str:
    """The whole page: its head as it stands, then every type."""
    head = PAGE.read_text("utf-8").partition(MARK)[0]
    return head + MARK + "\n" + "".join(_type(measure) for measure in KINDS.values())


def _type(measure: MeasureType[Any]) -> str:
    lines = [
        f"\n## {measure.title.zh} {measure.title.en}\n",
        " ".join((inspect.getdoc(type(measure)) or "").split()) + "\n",
        f"- `{measure.kind}`, carried out by {CARRIED[measure.delivery]}{_for_whom(measure)}.",
        f"- Fields: {'; '.join(_field(name, field) for name, field in _schema(measure).items())}.",
        *_actions(measure),
        *_tasks(measure),
        f"- Money: {measure.cost_model.en}",
        f"- Done when: {measure.success.text.en}",
        f"- End: {' '.join(note.text.en for note in measure.landing)}",
    ]
    return "\n".join(lines) + "\n"


def _for_whom(measure: MeasureType[Any]) -> str:
    """Rules by which somebody counts as there, and segments where not all of them."""
    rules = ", ".join(f"`{rule}`" for rule in measure.eligible_rules)
    some = "" if measure.eligible_segments == SEGMENTS else f"; segments {', '.join(measure.eligible_segments)}"
    share = f"; {measure.for_whom.en[0].lower()}{measure.for_whom.en[1:]}" if measure.for_whom else ""
    return f"; counts by {rules}{some}{share}"


def _schema(measure: MeasureType[Any]) -> dict[str, Any]:
    described: dict[str, Any] = measure.fields_schema()["properties"]
    return described


def _field(name: str, field: dict[str, Any]) -> str:
    """`name` with its unit, its range where somebody could meet it, and its default."""
    told = [field["unit"]] if field["unit"] else []
    bounds = field.get("additionalProperties") or field
    if "maximum" in bounds and bounds["maximum"] <= _LARGEST:
        told.append(f"{bounds['minimum']:,}–{bounds['maximum']:,}")
    if "default" in field and not isinstance(field["default"], (dict, list)):
        told.append(f"default {_shown(field['default'])}")
    return f"`{name}`" + (f" ({', '.join(told)})" if told else "")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _actions(measure: MeasureType[Any]) -> list[str]:
    """The billing actions that its example sends, and those that its reversal takes back."""
    if measure.delivery != "billing":
        return []
    sent = [action["action"] for action in measure.instruction(context(measure.kind, segment="easyown"))["actions"]]
    undone = measure.reverse_instruction(context(measure.kind, segment="easyown"))["actions"]
    back = [action["of"].split(":")[2] for action in undone]
    told = f"- Billing: {', '.join(f'`{name}`' for name in sent)}"
    return [f"{told}; taken back by a reversal: {', '.join(f'`{name}`' for name in back)}."]


def _tasks(measure: MeasureType[Any]) -> list[str]:
    item = next(item for item in every_type().measures if item.kind == measure.kind)
    brought = measure.tasks(item, fields=measure.fields(fields_of(measure.kind)))
    told = [f"{task.title.en} ({', '.join(_outcome(outcome) for outcome in task.outcomes)})" for task in brought]
    carries = "the first carries it out; " if measure.delivery in BY_TASKS else ""
    return [f"- Tasks: {carries}{'; '.join(told)}."] if told else []


def _outcome(outcome: Outcome) -> str:
    """`title [unit]`, the unit left out where the title says it."""
    title = outcome.title.en[0].lower() + outcome.title.en[1:]
    return title if outcome.unit.en in title else f"{title} [{outcome.unit.en}]"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
