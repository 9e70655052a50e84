"""A report as DOCX: headings, tables and pictures that a word processor lets people go on with."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from incident.reports.formats.widths import shares
from incident.reports.model import NUMBERS, Block, Figures, Picture, Report, Table, Trace, Value
from incident.reports.rasters import as_png
from incident.reports.wording import difference, moment, saying, shown

_GREY, _BLUE, _BROWN = RGBColor(0x5A, 0x66, 0x73), RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0x8A, 0x4B, 0x00)
_LATIN, _CHINESE = "Arial", "Microsoft YaHei"
_PICTURE_PX = 1600
#: From so many columns on, letters are smaller.
_MANY = 9
#: A longer figure is set smaller, so that it stays on its line in a quarter of the page.
_SHORT_FIGURE = 14
#: How wide a picture is: the width of the text, but for a map, which then mostly finds room on the first page; and how
#: wide where all of it is one sheet of paper.
_TEXT, _WIDTHS = Mm(178), {"map": Mm(132)}
_SHEET = {"timeline": Mm(158), "map": Mm(98)}


def write_docx(report: Report) -> bytes:
    """The report as DOCX."""
    book = Document()
    _set_up(book, report)
    if report.world == "exercise":
        line = book.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, "演练 EXERCISE", color=_BROWN, bold=True)
    _run(book.add_paragraph(), report.name, color=_GREY)
    book.add_heading(_clean(report.title), level=0)
    as_of = saying(report.language)("截至 ", "As of ") + f"{moment(report.at)} (+08:00)"
    about = book.add_paragraph()
    _run(about, " · ".join((*report.about, as_of)) + " ", color=_GREY, size=9)
    _origin(about, report, Trace(report.position, report.position, 1) if report.position else None)
    for section in report.sections:
        if section.blocks:
            book.add_heading(_clean(section.title), level=1)
        for block in section.blocks:
            _block(book, report, block, section.title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up(book: Any, report: Report) -> None:
    """A4, margins, fonts for both scripts."""
    section = book.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(15)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Table Grid"):
        style = book.styles[name]
        if style.type == 1:
            style.font.name = _LATIN
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(kind), None)
            fonts.set(qn("w:ascii"), _LATIN)
            fonts.set(qn("w:hAnsi"), _LATIN)
            fonts.set(qn("w:eastAsia"), _CHINESE)
    book.styles["Normal"].font.size = Pt(9.5)
    book.styles["Normal"].paragraph_format.space_after = Pt(4)
    book.styles["Title"].font.size = Pt(20)
    for name, above in (("Title", 0), ("Heading 1", 10), ("Heading 2", 8)):
        style = book.styles[name]
        style.font.color.rgb = RGBColor(0x14, 0x18, 0x1F)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(3)
    book.core_properties.title = _clean(f"{report.name} {report.title}")
    book.core_properties.language = "zh-CN" if report.language == "zh" else "en"
    book.core_properties.author = "Tongxin 同心"


def _block(book: Any, report: Report, block: Block, section: str) -> None:
    if isinstance(block, Figures):
        _figures(book, report, block)
    elif isinstance(block, Table):
        if block.title != section:
            book.add_heading(_clean(block.title), level=2)
        _table(book, report, block)
    elif isinstance(block, Picture):
        width = (_SHEET if report.one_sheet else _WIDTHS).get(block.key, _TEXT)
        book.add_picture(io.BytesIO(as_png(block.svg, width=_PICTURE_PX)), width=width)
        _describe(book, block)
        line = book.add_paragraph()
        _run(line, f"{block.title}　{block.words} ", color=_GREY, size=8)
        _origin(line, report, block.trace)
    else:
        for one in block.lines:
            line = book.add_paragraph()
            _run(line, shown(one, report.language) + " ")
            _origin(line, report, one.trace)


def _describe(book: Any, picture: Picture) -> None:
    """What a screen reader says of it."""
    book.inline_shapes[-1]._inline.docPr.set("descr", _clean(f"{picture.title}. {picture.words}"))


def _figures(book: Any, report: Report, block: Figures) -> None:
    """Figures in a table of four columns, as they stand on the page."""
    columns = 4
    table = book.add_table(rows=-(-len(block.items) // columns), cols=columns, style="Table Grid")
    _hairlines(table)
    for place, one in enumerate(block.items):
        cell = table.cell(place // columns, place % columns)
        _run(cell.paragraphs[0], one.label, color=_GREY, size=8)
        line = cell.add_paragraph()
        told = shown(one.value, report.language).replace(" ", "\u00a0")  # a figure does not part from its unit
        _run(line, told + " ", size=12 if len(told) <= _SHORT_FIGURE else 9)
        _origin(line, report, one.value.trace)
        if moved := difference(one.value, one.before, report.language):
            _run(cell.add_paragraph(), moved, color=_BLUE, size=8)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(1)


def _table(book: Any, report: Report, block: Table) -> None:
    made = book.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    made.autofit = False
    _hairlines(made)
    wanted = shares(block, report.language)
    rooms = [Mm(178 * share / sum(wanted)) for share in wanted]
    size = 7.5 if len(block.columns) >= _MANY else 8
    for grid, column, cell, room in zip(made.columns, block.columns, made.rows[0].cells, rooms, strict=True):
        grid.width = cell.width = room
        if column.unit in NUMBERS:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _shade(cell)
        _run(cell.paragraphs[0], column.label, size=size, bold=True)
    _repeat(made.rows[0])
    for place, row in enumerate(block.rows):
        total = place >= len(block.rows) - block.totals
        for column, value, cell, room in zip(block.columns, row, made.add_row().cells, rooms, strict=True):
            cell.width = room
            if column.unit in NUMBERS:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _fill(cell.paragraphs[0], report, value, bold=total, size=size)
    if block.note:
        _run(book.add_paragraph(), block.note, color=_GREY, size=8)


def _fill(paragraph: Any, report: Report, value: Value, *, bold: bool, size: float) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    told, link = shown(value, report.language), report.link_to(value.trace.last) if value.trace else ""
    if link:
        _link(paragraph, link, told, size=size, bold=bold, color=None)
    else:
        _run(paragraph, told, size=size, bold=bold)


def _origin(paragraph: Any, report: Report, trace: Trace | None) -> None:
    if trace is None:
        return
    told = f"#{trace.last:,}"
    if link := report.link_to(trace.last):
        _link(paragraph, link, told, size=7, bold=False, color="1F5FA8")
    else:
        _run(paragraph, told, color=_BLUE, size=7)


def _run(
    paragraph: Any, text: str, *, color: RGBColor | None = None, size: float | None = None, bold: bool = False
) -> None:
    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    if color is not None:
        run.font.color.rgb = color
    if size is not None:
        run.font.size = Pt(size)


def _link(paragraph: Any, address: str, text: str, *, size: float, bold: bool, color: str | None) -> None:
    """A hyperlink, which python-docx has no word for."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    if bold:
        properties.append(OxmlElement("w:b"))
    if color is not None:
        ink = OxmlElement("w:color")
        ink.set(qn("w:val"), color)
        properties.append(ink)
    large = OxmlElement("w:sz")
    large.set(qn("w:val"), str(round(size * 2)))
    properties.append(large)
    told = OxmlElement("w:t")
    told.text = _clean(text)
    run.append(properties)
    run.append(told)
    link.append(run)
    paragraph._p.append(link)


def _hairlines(table: Any) -> None:
    """Grey lines and narrow margins, as on the page and in the PDF."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C5CDD6")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), "50")
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    # A word processor insists on the order: borders, layout, margins, look.
    known = {child.tag: child for child in table._tbl.tblPr}
    look = known[qn("w:tblLook")]
    known.get(qn("w:tblLayout"), look).addprevious(borders)
    look.addprevious(margins)


def _shade(cell: Any) -> None:
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:fill"), "EBEFF3")
    cell._tc.get_or_add_tcPr().append(fill)


def _repeat(row: Any) -> None:
    """The head again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)
