"""A difference of two playbooks as people read it: which measures, tasks, messages and numbers, and what of them.

Pure; both languages at once. Values are said with their units: money in yuan, moments and conditions in words.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from playbooks.language.model import Playbook, When
from playbooks.measures import measure_type
from playbooks.terms.words import Words
from playbooks.workbench.comparing import Kind, Leaf, Steps, compare, content
from playbooks.workbench.field_words import name_of
from playbooks.workbench.sentences import condition, moment_words

#: Sections in the order in which they are told; what stands in none of them is the head.
SECTIONS = (
    "triggers", "phases", "measures", "tasks", "messages", "parameters", "signals", "points", "response_clocks",
    "escalation", "teams", "sources", "tests",
)  # fmt: skip
#: What is told as one, not word by word.
_WHOLE = frozenset(
    {
        "when",
        "window",
        "calendar",
        "signal",
        "title",
        "why",
        "text",
        "correction",
        "cancel",
        "checklist",
        "owner",
        "summary",
        "unit",
    }
)
#: What is told of one value at most; the text itself is beside it.
_LONGEST = 1000
_NOTHING = Words(zh="（无）", en="(none)")


@dataclass(frozen=True)
class Detail:
    """One thing that differs within an entry; before or after is None where there was or is nothing."""

    path: str
    label: Words
    before: Words | None
    after: Words | None


@dataclass(frozen=True)
class Entry:
    """A measure, task, message, parameter … that was added, removed or changed."""

    section: str
    kind: Kind
    id: str
    title: Words
    details: tuple[Detail, ...]

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self) | {
            "title": self.title.model_dump(),
            "details": [
                {
                    "path": one.path,
                    "label": one.label.model_dump(),
                    "before": one.before.model_dump() if one.before else None,
                    "after": one.after.model_dump() if one.after else None,
                }
                for one in self.details
            ],
        }


def difference(before: Playbook, after: Playbook) -> tuple[Entry, ...]:
    """Say what ``after`` adds to, removes from and changes in ``before``; empty when both say the same."""
    old, new = content(before), content(after)
    found: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in compare(old, new, whole=_WHOLE):
        found.setdefault(_entry_of(leaf.path), []).append(leaf)
    entries = [_entry(section, key, leaves, before=before, after=after) for (section, key), leaves in found.items()]
    order = ("head", *SECTIONS)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.section)))


def _entry_of(path: Steps) -> tuple[str, str]:
    """Which entry a leaf belongs to: its section, and the id in it."""
    if path[0] not in SECTIONS:
        return ("head", path[0])
    return (path[0], path[1] if len(path) > 1 else "")


def _entry(section: str, key: str, leaves: list[Leaf], *, before: Playbook, after: Playbook) -> Entry:
    first, depth = leaves[0], 1 if section == "head" else 2
    whole = len(first.path) <= depth and first.kind != "changed"
    kind: Kind = first.kind if whole else "changed"
    side = before if kind == "removed" else after
    details = () if whole and section != "head" else tuple(_detail(leaf, depth, before, after) for leaf in leaves)
    return Entry(section, kind, key, _title(section, key, side), details)


def _detail(leaf: Leaf, depth: int, before: Playbook, after: Playbook) -> Detail:
    inner = leaf.path[depth:] or leaf.path[-1:]
    return Detail(
        path=".".join(leaf.path),
        label=_label(inner, leaf.path, after if leaf.kind != "removed" else before),
        before=None if leaf.kind == "added" else _said(leaf.before, leaf.path, before),
        after=None if leaf.kind == "removed" else _said(leaf.after, leaf.path, after),
    )


def _label(inner: Steps, path: Steps, book: Playbook) -> Words:
    names = [_field_title(path, book) if _is_field(path, at) else name_of(step) for at, step in _named(inner, path)]
    return Words(zh="·".join(one.zh for one in names), en=" · ".join(one.en for one in names))


def _named(inner: Steps, path: Steps) -> list[tuple[int, str]]:
    """Steps worth naming: not the bare word `fields`, which says nothing beside what follows it."""
    start = len(path) - len(inner)
    named = [(start + at, step) for at, step in enumerate(inner)]
    return [pair for pair in named if pair[1] != "fields"] or named


def _is_field(path: Steps, at: int) -> bool:
    """Whether the step at ``at`` names a field of a measure type."""
    return path[0] == "measures" and at == 3 and path[2] == "fields"


def _field_title(path: Steps, book: Playbook) -> Words:
    measure = next((one for one in book.measures if one.id == path[1]), None)
    known = measure_type(measure.kind).fields_schema()["properties"].get(path[3], {}) if measure else {}
    if "title_zh" not in known:
        return name_of(path[3])
    return Words(zh=known["title_zh"], en=known["title_en"])


def _title(section: str, key: str, book: Playbook) -> Words:
    if section in ("head", "response_clocks", "escalation") or not key:
        return name_of(section if section != "head" else key)
    found: Any
    if section == "phases":
        return name_of(key)
    if section in ("parameters", "signals", "points", "teams"):
        entry = getattr(book, section).get(key)
        found = entry if isinstance(entry, Words) else getattr(entry, "title", None)
    else:
        entry = next((one for one in getattr(book, section) if one.id == key), None)
        found = getattr(entry, "title", None)
        if found is None and section == "measures" and entry is not None:
            found = measure_type(entry.kind).title
    return found if isinstance(found, Words) else Words(zh=key, en=key)


def _said(value: Any, path: Steps, book: Playbook) -> Words:
    """Say a plain value in both languages."""
    name = path[-1]
    if value is None or value in ([], {}):
        return _NOTHING
    if isinstance(value, Mapping):
        return _said_group(value, name, book)
    if isinstance(value, list):
        each = [_said(one, path, book) for one in value]
        many = any(isinstance(one, Mapping) for one in value)
        return _joined(each, zh="\n" if many else "、", en="\n" if many else ", ")
    if isinstance(value, bool):
        return Words(zh="是" if value else "否", en="yes" if value else "no")
    if isinstance(value, int):
        return _number(value, path, book)
    text = str(value) or "—"
    return moment_words(text) if name in ("from", "until") else Words(zh=text, en=text)


def _said_group(value: Mapping[str, Any], name: str, book: Playbook) -> Words:
    if set(value) == {"zh", "en"}:
        return Words(zh=value["zh"], en=value["en"])
    if set(value) == {"parameter"}:
        parameter = book.parameters.get(value["parameter"])
        title = parameter.title if parameter else Words(zh=value["parameter"], en=value["parameter"])
        return Words(zh=f"参数「{title.zh}」", en=f"the parameter “{title.en}”")
    if name == "when":
        return condition(When.model_validate_json(json.dumps(value)), playbook=book)
    if name in ("window", "calendar") or set(value) == {"from", "until"}:
        ends = [moment_words(value[end]) for end in ("from", "until")]
        return Words(zh=f"{ends[0].zh}至{ends[1].zh}", en=f"{ends[0].en} to {ends[1].en}")
    parts = [(name_of(key), _said(one, (name, key), book)) for key, one in value.items() if one not in (None, [], {})]
    said = [Words(zh=f"{key.zh} {one.zh}"[:_LONGEST], en=f"{key.en} {one.en}"[:_LONGEST]) for key, one in parts]
    return _joined(said, zh="；", en="; ") if said else _NOTHING


def _joined(each: list[Words], *, zh: str, en: str) -> Words:
    """Join words; what would be longer than a text may be is cut, and says so."""
    texts = zh.join(one.zh for one in each), en.join(one.en for one in each)
    cut = [text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…" for text in texts]
    return Words(zh=cut[0], en=cut[1])


def _number(value: int, path: Steps, book: Playbook) -> Words:
    money = next((step for step in reversed(path) if step.endswith("_fen") or "fen_per" in step), None)
    if money is None and path[0] == "parameters" and len(path) > 2 and path[2] in ("default", "least", "most"):
        parameter = book.parameters.get(path[1])
        unit = parameter.unit if parameter else ""
        if "fen" not in unit:
            return Words(zh=f"{value:,} {unit}", en=f"{value:,} {unit}")
        money = unit
    if money is not None:
        yuan = f"{value / 100:,.2f}".removesuffix(".00")
        return Words(zh=f"{yuan} 元", en=f"{yuan} yuan")
    if path[-1].endswith("_ppm"):
        share = f"{value / 10_000:.4f}".rstrip("0").rstrip(".")
        return Words(zh=f"{share}%", en=f"{share} %")
    if path[-1].endswith("_minutes"):
        return Words(zh=f"{value:,} 分钟", en=f"{value:,} min")
    return Words(zh=f"{value:,}", en=f"{value:,}")


def documents(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return entries as plain JSON values."""
    return [entry.document() for entry in entries]
