"""A report as PDF for A4, set by typst: the same blocks and pictures as everywhere, its font in the file.

typst reads only the folder that is made here: our template, the report's words and its pictures. Text is data to it,
never markup, so nothing that a person wrote can be run.
"""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from incident.reports.fonts import FAMILY, font_file
from incident.reports.formats.widths import shares
from incident.reports.model import NUMBERS, Block, Figures, Picture, Report, Table, Trace, Value
from incident.reports.wording import difference, moment, saying, shown


def write_pdf(report: Report) -> bytes:
    """The report as PDF."""
    return _set(report, form="pdf")[0]


def write_pages(report: Report, *, dpi: int = 110) -> list[bytes]:
    """The same pages as PNG, one after another, for looking at."""
    return _set(report, form="png", dpi=dpi)


def _set(report: Report, *, form: Literal["pdf", "png"], dpi: int = 144) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        (folder / "report.typ").write_bytes((files("incident.reports.formats") / "report.typ").read_bytes())
        (folder / "report.json").write_bytes(orjson.dumps(_document(report)))
        for number, picture in enumerate(report.pictures()):
            (folder / f"{number}.svg").write_text(picture.svg, "utf-8")
        made: bytes | list[bytes] = typst.compile(
            str(folder / "report.typ"), root=str(folder), font_paths=[str(font_file().parent)],
            ignore_system_fonts=True, format=form, ppi=float(dpi),
        )  # fmt: skip
    return made if isinstance(made, list) else [made]


def _document(report: Report) -> dict[str, Any]:
    """The report in words ready to be set."""
    say = saying(report.language)
    numbers = {picture.key: number for number, picture in enumerate(report.pictures())}
    return {
        "font": FAMILY,
        "language": report.language,
        "exercise": report.world == "exercise",
        "name": report.name,
        "title": report.title,
        "about": [*report.about, say("截至 ", "As of ") + f"{moment(report.at)} (+08:00)", f"#{report.position:,}"],
        "page": say("第", "Page"),
        "one_sheet": report.one_sheet,
        "sections": [
            {"title": one.title, "blocks": [_block(report, block, one.title, numbers) for block in one.blocks]}
            for one in report.sections
        ],
    }


def _block(report: Report, block: Block, section: str, numbers: dict[str, int]) -> dict[str, Any]:
    if isinstance(block, Figures):
        items = [
            {"label": one.label, "moved": difference(one.value, one.before, report.language), "note": one.note}
            | _value(report, one.value)
            for one in block.items
        ]
        return {"block": "figures", "items": items}
    if isinstance(block, Table):
        return {
            "block": "table",
            "title": "" if block.title == section else block.title,
            "note": block.note,
            "columns": [
                {"label": one.label, "right": one.unit in NUMBERS, "width": round(share, 2)}
                for one, share in zip(block.columns, shares(block, report.language), strict=True)
            ],
            "rows": [[_value(report, value) for value in row] for row in block.rows],
            "totals": block.totals,
        }
    if isinstance(block, Picture):
        origin = _origin(report, block.trace)
        told = {"block": "picture", "file": f"{numbers[block.key]}.svg", "words": f"{block.title}　{block.words}"}
        return told | {"tall": block.key == "map"} | origin
    return {"block": "words", "lines": [_value(report, line) for line in block.lines]}


def _value(report: Report, value: Value) -> dict[str, str]:
    return {"text": shown(value, report.language)} | _origin(report, value.trace)


def _origin(report: Report, trace: Trace | None) -> dict[str, str]:
    if trace is None:
        return {"from": "", "link": ""}
    return {"from": f"#{trace.last:,}", "link": report.link_to(trace.last)}
