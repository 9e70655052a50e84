"""A report as a document for machines: raw values in their units, each with the positions it comes from."""

from __future__ import annotations

from typing import Any

import orjson

from incident.reports.model import Block, Figures, Picture, Report, Table, Value, Words

DOCUMENT = "report/1"


def write_json(report: Report) -> bytes:
    """The report as JSON; pictures are in it as SVG."""
    return orjson.dumps(document(report), option=orjson.OPT_INDENT_2) + b"\n"


def document(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "document": DOCUMENT,
        "kind": report.kind,
        "name": report.name,
        "title": report.title,
        "language": report.language,
        "incident": report.incident_id,
        "position": report.position,
        "at": report.at,
        "world": report.world,
        "about": list(report.about),
        "sections": [
            {"key": one.key, "title": one.title, "blocks": [_block(block) for block in one.blocks]}
            for one in report.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Figures):
        return {
            "block": "figures",
            "key": block.key,
            "items": [
                {"key": one.key, "label": one.label, "note": one.note, **_value(one.value)}
                | ({"before": one.before.raw} if one.before else {})
                for one in block.items
            ],
        }
    if isinstance(block, Table):
        return {
            "block": "table",
            "key": block.key,
            "title": block.title,
            "note": block.note,
            "columns": [{"key": one.key, "label": one.label, "unit": one.unit} for one in block.columns],
            "rows": [[_value(value) for value in row] for row in block.rows],
            "totals": block.totals,
        }
    if isinstance(block, Picture):
        told = {"block": "picture", "key": block.key, "title": block.title, "words": block.words, "svg": block.svg}
        return told | ({"events": _events(block)} if block.trace else {})
    return _words(block)


def _words(block: Words) -> dict[str, Any]:
    return {"block": "words", "key": block.key, "lines": [_value(line) for line in block.lines]}


def _value(value: Value) -> dict[str, Any]:
    told: dict[str, Any] = {"value": value.raw, "unit": value.unit}
    if value.of:
        told["of"] = value.of
    if value.decimals:
        told["decimals"] = value.decimals
    return told | ({"events": _events(value)} if value.trace else {})


def _events(of: Value | Picture) -> dict[str, int]:
    return {"first": of.trace.first, "last": of.trace.last, "count": of.trace.count} if of.trace else {}
