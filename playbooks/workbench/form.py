"""The common parts of a playbook as a form: who owns it, numbers, windows, caps, texts and clocks, each by its path.

Made from the plain values of the file, so that it works while other things are still wrong; only what stands in the
file is offered, and ``editing.set_values`` writes it back without touching anything else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playbooks.measures import KINDS
from playbooks.source.yaml_source import Source
from playbooks.terms.problems import Path, path_text
from playbooks.terms.words import Words
from playbooks.workbench.field_words import name_of

#: Words of the file whose values people change most, wherever they stand below an entry.
_OFFERED = frozenset(
    {"title", "owner", "summary", "why", "version", "class_b_cap_fen", "default", "least", "most", "window", "levels"}
    | {"reaches", "text", "correction", "cancel", "fields", "clocks", "critical", "colours"}
)
_SECTIONS = ("parameters", "measures", "tasks", "messages")
_HEAD = ("title", "owner", "summary", "version", "class_b_cap_fen")
_MOST_FIELDS = 2000


def form(source: Source) -> list[dict[str, Any]]:
    """Return groups ``{section, id, title, fields}``; a field is ``{path, label, kind, unit, value, line}``."""
    data = source.data if isinstance(source.data, dict) else {}
    groups = [_group("head", "", Words(zh="预案", en="The playbook"), _head(data), source)]
    clocks = data.get("response_clocks")
    if isinstance(clocks, dict):
        fields = list(_leaves(clocks, ("response_clocks",), everything=True))
        groups.append(_group("response_clocks", "", name_of("response_clocks"), fields, source))
    for section in _SECTIONS:
        entries = data.get(section)
        pairs: Iterator[tuple[Any, Any]]
        if isinstance(entries, dict):
            pairs = iter(entries.items())
        else:
            pairs = iter(enumerate(entries if isinstance(entries, list) else []))
        for key, entry in pairs:
            if isinstance(entry, dict):
                fields = list(_leaves(entry, (section, key), everything=False))
                groups.append(_group(section, _id_of(key, entry), _title_of(key, entry), fields, source))
    return [group for group in groups if group["fields"]]


def _head(data: Mapping[str, Any]) -> list[tuple[Path, Any]]:
    found: list[tuple[Path, Any]] = []
    for name in _HEAD:
        if name in data:
            found += _leaves_of(data[name], (name,))
    return found


def _leaves(entry: Mapping[str, Any], path: Path, *, everything: bool) -> Iterator[tuple[Path, Any]]:
    for name, value in entry.items():
        if everything or name in _OFFERED:
            yield from _leaves_of(value, (*path, name))
        elif name == "when" and isinstance(value, dict):
            yield from _leaves(value, (*path, name), everything=False)


def _leaves_of(value: Any, path: Path) -> list[tuple[Path, Any]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in _leaves_of(inner, (*path, name))]
    if isinstance(value, list) and not all(isinstance(one, (str, int)) for one in value):
        return []
    return [] if value is None else [(path, value)]


def _group(section: str, key: str, title: Words, leaves: list[tuple[Path, Any]], source: Source) -> dict[str, Any]:
    return {
        "section": section,
        "id": key,
        "title": title.model_dump(),
        "fields": [_field(path, value, source) for path, value in leaves[:_MOST_FIELDS]],
    }


def _field(path: Path, value: Any, source: Source) -> dict[str, Any]:
    inner = path[1:] if path[0] in _HEAD or path[0] == "response_clocks" else path[2:]
    names = [str(step) for step in (inner or path) if step != "fields"] or [str(path[-1])]
    if path[0] in _HEAD:
        names = [str(step) for step in path]
    words = [_label(name, path, source) for name in names]
    return {
        "path": list(path),
        "place": path_text(path),
        "label": {"zh": "·".join(one.zh for one in words), "en": " · ".join(one.en for one in words)},
        "kind": _kind(path, value),
        "unit": _unit(path, source),
        "value": value,
        "line": source.places.get(path, (1, 1))[0],
    }


def _label(name: str, path: Path, source: Source) -> Words:
    if path[0] == "measures" and "fields" in path and path.index("fields") + 1 < len(path):
        kind = KINDS.get(str(_of(source.data, path[:2]).get("kind")))
        known = kind.fields_schema()["properties"].get(name) if kind else None
        if known and "title_zh" in known:
            return Words(zh=known["title_zh"], en=known["title_en"])
    return name_of(name)


def _kind(path: Path, value: Any) -> str:
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, int):
        return "number"
    if isinstance(value, list):
        return "list"
    if "window" in path:
        return "moment"
    return "text" if {"text", "correction", "cancel"} & set(path) or "summary" in path or "why" in path else "line"


def _unit(path: Path, source: Source) -> str:
    if path[0] == "parameters" and len(path) == 3:
        return str(_of(source.data, path[:2]).get("unit", ""))
    names = [str(step) for step in path]
    if any(name.endswith("_fen") or "fen_per" in name for name in names):
        return "分 fen"
    if names[-1].endswith("_minutes"):
        return "分钟 min"
    if names[-1].endswith("_ppm"):
        return "ppm"
    return names[-1] if "reaches" in names else ""


def _of(data: Any, path: Path) -> Mapping[str, Any]:
    for step in path:
        data = data[step]
    return data if isinstance(data, dict) else {}


def _id_of(key: Any, entry: Mapping[str, Any]) -> str:
    return str(entry.get("id", key))


def _title_of(key: Any, entry: Mapping[str, Any]) -> Words:
    title = entry.get("title")
    if isinstance(title, dict) and all(isinstance(title.get(lang), str) and title[lang] for lang in ("zh", "en")):
        return Words(zh=title["zh"][:200], en=title["en"][:200])
    kind = KINDS.get(str(entry.get("kind")))
    return kind.title if kind else Words(zh=_id_of(key, entry)[:200] or "—", en=_id_of(key, entry)[:200] or "—")
