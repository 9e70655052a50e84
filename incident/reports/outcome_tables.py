"""Tables of outcomes as files: the empty one to fill in, and the bad rows of one that was brought, to be mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incident.rules.outcomes.kinds import KINDS, SOURCE_WORDS, STATED_WORDS, Kind
from incident.rules.outcomes.rows import ADDED, COLUMNS, NEEDED, SEGMENT_WORDS
from incident.rules.outcomes.words import number_text

#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD_COLOUR, _NEEDED_COLOUR = "DDE6F0", "F5E0B8"
_WIDE = {"kind": 22, "measure": 26, "note": 36, "correction": 30, "from": 13, "to": 13}


def head(language: str) -> list[str]:
    """The names of the columns in the reader's language."""
    return [names[0] if language == "zh" else names[1] for names in COLUMNS.values()]


def template_csv(language: str) -> bytes:
    """The head alone (UTF-8 with BOM, CRLF)."""
    return _csv([head(language)])


def template_workbook(*, provinces: Sequence[str], measures: Sequence[str], language: str) -> bytes:
    """A workbook with an empty sheet to fill in, and one that says what may stand in each column."""
    from openpyxl import Workbook  # here, since few processes ever write one
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book, zh = Workbook(), language == "zh"
    del book["Sheet"]
    sheet = book.create_sheet("成效" if zh else "Outcomes")
    sheet.append(head(language))
    sheet.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_NEEDED_COLOUR if name in NEEDED else _HEAD_COLOUR)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE.get(name, 12)
    notes = book.create_sheet("填写说明" if zh else "Notes")
    for line in _notes(zh=zh, provinces=provinces, measures=measures):
        notes.append([_plain(cell) for cell in line])
    for letter, width in zip("ABCDEF", (28, 16, 18, 28, 24, 24), strict=True):
        notes.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bad_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]], language: str) -> bytes:
    """The bad rows as they stood, with what is wrong and the way out; mended, it is brought again."""
    return _csv(_bad_lines(header, rows, zh=language == "zh"))


def bad_workbook(header: Sequence[str], rows: Iterable[Mapping[str, Any]], language: str) -> bytes:
    """The same as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("待改" if language == "zh" else "To be mended")
    for line in _bad_lines(header, rows, zh=language == "zh"):
        sheet.append(line)
    sheet.freeze_panes = "A2"
    for place in range(1, len(header) + 4):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 44 if place > len(header) + 1 else 14
    for row in sheet.iter_rows(min_row=2, min_col=len(header) + 2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bad_lines(header: Sequence[str], rows: Iterable[Mapping[str, Any]], *, zh: bool) -> list[list[str]]:
    """Where the bad rows stood, as texts; columns that an earlier such file had added are written anew."""
    added = ["原行号", "问题", "怎么改"] if zh else ["row", "what is wrong", "way out"]
    kept = [place for place, name in enumerate(header) if name not in ADDED]
    lines = [[header[place] for place in kept] + added]
    for row in rows:
        cells = [row["cells"][place] if place < len(row["cells"]) else "" for place in kept]
        faults = row["faults"]
        language, comma = ("zh", "；") if zh else ("en", "; ")
        wrong = comma.join(f"{fault[f'column_{language}']}: {fault[language]}" for fault in faults)
        way = comma.join(dict.fromkeys(fault[f"way_{language}"] for fault in faults))
        lines.append([*map(_plain, cells), str(row["row"]), _plain(wrong), _plain(way)])
    return lines


def _notes(*, zh: bool, provinces: Sequence[str], measures: Sequence[str]) -> list[list[str]]:
    """Everything that may stand in a column, by column."""
    pick = 0 if zh else 1
    titles = (
        ["指标", "单位", "基数", "合理范围", "来源", "写法"]
        if zh
        else ["Indicator", "Unit", "Base", "Plausible", "Sources", "How"]
    )
    lines = [titles]
    for kind in KINDS.values():
        if kind.stated:
            lines.append(_kind_line(kind, pick))
    stated = [words[pick] for words in STATED_WORDS.values()]
    lines += [
        [],
        ["日期" if zh else "Days", "2008-05-12"],
        ["客户品牌" if zh else "Segments", *[words[pick] for words in SEGMENT_WORDS.values()]],
        ["来源" if zh else "Sources", *stated],
        ["措施" if zh else "Measures", *measures],
        ["省份" if zh else "Provinces", "全国" if zh else "nation", *provinces],
    ]
    return lines


def _kind_line(kind: Kind, pick: int) -> list[str]:
    least, most = (number_text(kind, bound) for bound in kind.plausible)
    example = number_text(kind, kind.promise if kind.promise is not None else (kind.plausible[1] // 2 or 1))
    return [
        (kind.zh, kind.en)[pick],
        (kind.unit_zh, kind.unit_en)[pick],
        ((kind.base_zh, kind.base_en)[pick] or "-"),
        f"{least} – {most}",
        ("、", ", ")[pick].join(SOURCE_WORDS[source][pick] for source in kind.sources),
        example,
    ]


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _plain(text: str) -> str:
    """Text from elsewhere, so that no spreadsheet runs it; a number keeps its sign."""
    if not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
