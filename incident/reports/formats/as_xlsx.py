"""A report as a workbook: what it is, its figures, its pictures, then a sheet a table; beside each row its event.

Numbers are numbers: money in yuan, shares as per cent, durations in seconds or minutes as their heads say.
"""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from incident.reports.formats.cells import cell, safe, unit_word
from incident.reports.model import Column, Figures, Report, Table, Trace, Value, joined
from incident.reports.rasters import as_png
from incident.reports.wording import moment, saying

_HEAD = PatternFill("solid", fgColor="EBEFF3")
_BOLD, _LINK = Font(bold=True), Font(color="1F5FA8", underline="single")
_FORMATS = {"fen": "#,##0.00", "ppm": "0.0%", "count": "#,##0", "customers": "#,##0", "seconds": "#,##0",
            "minutes": "#,##0"}  # fmt: skip
#: Pictures as they are drawn and as they are shown, and how high a row is.
_PICTURE_PX, _SHOWN_PX, _ROW_PX = 1600, 900, 20
_UNITS = {"fen": ("元", "CNY"), "seconds": ("秒", "s"), "minutes": ("分", "min")}


def write_xlsx(report: Report) -> bytes:
    """The report as XLSX."""
    book = Workbook(write_only=True)
    _front(book, report)
    if report.pictures():
        _pictures(book, report)
    for section, block in report.blocks():
        if isinstance(block, Table):
            _table(book, report, section.title, block)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _front(book: Workbook, report: Report) -> None:
    """What it is, and the figures it leads with."""
    say = saying(report.language)
    sheet = book.create_sheet(say("要点", "In short"))
    for number, width in enumerate((34, 18, 18, 14, 14, 40), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    exercise = say("演练 EXERCISE ", "EXERCISE 演练 ") if report.world == "exercise" else ""
    sheet.append([_cell(sheet, f"{exercise}{report.name}：{report.title}", font=Font(bold=True, size=14))])
    sheet.append([_cell(sheet, say("截至 ", "As of ") + f"{moment(report.at)} (+08:00) · #{report.position:,}")])
    for line in report.about:
        sheet.append([_cell(sheet, line)])
    for _section, block in report.blocks():
        if not isinstance(block, Figures):
            continue
        sheet.append([])
        heads = (say("指标", "Figure"), say("数值", "Value"), say("单位", "Unit"), say("上一份", "Last report"),
                 say("记录", "Event"), say("说明", "Note"))  # fmt: skip
        sheet.append([_cell(sheet, head, font=_BOLD, fill=_HEAD) for head in heads])
        for one in block.items:
            before = _number(sheet, one.before) if one.before else None
            row = [_cell(sheet, one.label), _number(sheet, one.value), _cell(sheet, unit_word(one.value)), before]
            sheet.append([*row, _event(sheet, report, one.value.trace), _cell(sheet, one.note)])


def _pictures(book: Workbook, report: Report) -> None:
    """The pictures of the other formats one below the other, each under its title, its words and its event."""
    sheet = book.create_sheet(_sheet_name(book, saying(report.language)("图", "Pictures")))
    sheet.column_dimensions["A"].width = 110
    row = 1
    for picture in report.pictures():
        sheet.append([_cell(sheet, picture.title, font=_BOLD), _event(sheet, report, picture.trace)])
        sheet.append([_cell(sheet, picture.words)])
        image = Image(io.BytesIO(as_png(picture.svg, width=_PICTURE_PX)))
        image.height, image.width = round(image.height * _SHOWN_PX / image.width), _SHOWN_PX
        image.anchor = f"A{row + 2}"
        sheet.add_image(image)
        below = -(-image.height // _ROW_PX) + 1
        for _row in range(below):
            sheet.append([])
        row += 2 + below


def _table(book: Workbook, report: Report, section: str, table: Table) -> None:
    sheet = book.create_sheet(_sheet_name(book, table.title or section))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = (
            4 + 5 * column.width + (4 if column.unit != "text" else 8)
        )
    heads = [_head(report, column) for column in table.columns]
    heads.append(saying(report.language)("记录", "Event"))
    sheet.append([_cell(sheet, head, font=_BOLD, fill=_HEAD) for head in heads])
    for place, row in enumerate(table.rows):
        font = _BOLD if place >= len(table.rows) - table.totals else None
        cells = [_number(sheet, value, font=font) for value in row]
        sheet.append([*cells, _event(sheet, report, joined(value.trace for value in row))])
    if table.note:
        sheet.append([])
        sheet.append([_cell(sheet, table.note)])


def _head(report: Report, column: Column) -> str:
    unit = _UNITS.get(column.unit)
    return column.label if unit is None else f"{column.label} ({unit[0 if report.language == 'zh' else 1]})"


def _number(sheet: Any, value: Value, *, font: Font | None = None) -> Any:
    if value.unit == "moment" and value.raw:
        return _cell(sheet, moment(str(value.raw)), font=font)
    made = _cell(sheet, cell(value), font=font)
    if value.raw is not None and value.unit in _FORMATS:
        made.number_format = _FORMATS[value.unit] if not value.decimals else f"#,##0.{'0' * value.decimals}"
    elif value.unit == "text":
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _event(sheet: Any, report: Report, trace: Trace | None) -> Any:
    """The last event behind a row, which opens the console as it was then."""
    if trace is None:
        return None
    made = _cell(sheet, trace.last)
    if link := report.link_to(trace.last):
        made.hyperlink = link
        made.font = _LINK
    return made


def _cell(sheet: Any, value: Any, *, font: Font | None = None, fill: PatternFill | None = None) -> Any:
    made = WriteOnlyCell(sheet, value=safe(value) if isinstance(value, str) else value)
    if font is not None:
        made.font = font
    if fill is not None:
        made.fill = fill
    return made


def _sheet_name(book: Workbook, title: str) -> str:
    """A name that a workbook takes, and that no other sheet has."""
    plain = "".join(" " if one in "[]:*?/\\'" else one for one in title)[:28].strip() or "table"
    taken = set(book.sheetnames)
    return plain if plain not in taken else next(f"{plain} {n}" for n in range(2, 100) if f"{plain} {n}" not in taken)
