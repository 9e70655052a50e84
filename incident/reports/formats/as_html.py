"""A report as one HTML file that opens anywhere and prints on A4: no script, nothing fetched, pictures inside it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from markupsafe import Markup, escape

from incident.reports.model import (
    NUMBERS,
    Block,
    Column,
    Figure,
    Figures,
    Picture,
    Report,
    Section,
    Table,
    Trace,
    Value,
    Words,
)
from incident.reports.wording import difference, moment, saying, shown


def write_html(report: Report) -> bytes:
    """The report as HTML."""
    return str(Markup("").join(_page(report))).encode()


def _page(report: Report) -> Iterator[Markup]:
    say = saying(report.language)
    style = Markup((files("incident.reports.formats") / "report.css").read_text("utf-8"))  # noqa: S704  our own file
    title = f"{report.name} {report.title}"
    yield Markup('<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>').format(
        "zh-CN" if report.language == "zh" else "en", title
    )
    yield Markup('<meta name="viewport" content="width=device-width"><style>{}</style></head><body class="{}">').format(
        style, "sheet" if report.one_sheet else ""
    )
    if report.world == "exercise":
        yield Markup('<p class="exercise">演练 EXERCISE</p>')
    yield Markup("<header><p class=kind>{}</p><h1>{}</h1><p class=about>{}</p>").format(
        report.name, report.title, " · ".join(report.about)
    )
    as_of = say("截至 ", "As of ") + moment(report.at)
    yield Markup("<p class=about>{} (+08:00) · {}</p></header>").format(as_of, _position(report))
    for section in report.sections:
        yield from _section(report, section)
    yield Markup("</body></html>")


def _section(report: Report, section: Section) -> Iterator[Markup]:
    yield Markup('<section id="{}"><h2>{}</h2>').format(section.key, section.title)
    for block in section.blocks:
        yield from _block(report, section, block)
    yield Markup("</section>")


def _block(report: Report, section: Section, block: Block) -> Iterator[Markup]:
    if isinstance(block, Figures):
        yield Markup("<dl class=figures>{}</dl>").format(Markup("").join(_figure(report, one) for one in block.items))
    elif isinstance(block, Table):
        if block.title != section.title:
            yield Markup("<h3>{}</h3>").format(block.title)
        yield from _table(report, block)
    elif isinstance(block, Picture):
        # The picture is our own drawing; whatever text is in it was escaped when it was drawn.
        drawn = Markup(block.svg)  # noqa: S704
        words = Markup("<figcaption>{} {} {}</figcaption>").format(
            block.title, block.words, _origin(report, block.trace)
        )
        yield Markup('<figure class="{}">{}{}</figure>').format(block.key, drawn, words)
    else:
        yield from _words(report, block)


def _figure(report: Report, one: Figure) -> Markup:
    moved = difference(one.value, one.before, report.language)
    return Markup("<div><dt>{}</dt><dd>{} {}</dd>{}{}</div>").format(
        one.label,
        shown(one.value, report.language),
        _origin(report, one.value.trace),
        Markup("<dd class=moved>{}</dd>").format(moved) if moved else "",
        Markup("<dd class=note>{}</dd>").format(one.note) if one.note else "",
    )


def _table(report: Report, table: Table) -> Iterator[Markup]:
    yield Markup("<table><thead><tr>{}</tr></thead><tbody>").format(
        Markup("").join(
            Markup("<th{}>{}</th>").format(Markup(" class=n") if column.unit in NUMBERS else "", column.label)
            for column in table.columns
        )
    )
    for place, row in enumerate(table.rows):
        total = Markup(" class=total") if place >= len(table.rows) - table.totals else ""
        cells = (_td(report, column, value) for column, value in zip(table.columns, row, strict=True))
        yield Markup("<tr{}>{}</tr>").format(total, Markup("").join(cells))
    yield Markup("</tbody></table>")
    if table.note:
        yield Markup("<p class=note>{}</p>").format(table.note)


def _td(report: Report, column: Column, value: Value) -> Markup:
    kind = Markup(" class=n") if column.unit in NUMBERS else ""
    told = escape(shown(value, report.language))
    if value.trace is not None and (link := report.link_to(value.trace.last)):
        told = Markup('<a href="{}" title="{}">{}</a>').format(link, _told(report, value.trace), told)
    elif value.trace is not None:
        told = Markup('<span title="{}">{}</span>').format(_told(report, value.trace), told)
    return Markup("<td{}>{}</td>").format(kind, told)


def _words(report: Report, block: Words) -> Iterator[Markup]:
    for line in block.lines:
        yield Markup("<p>{} {}</p>").format(shown(line, report.language), _origin(report, line.trace))


def _origin(report: Report, trace: Trace | None) -> Markup:
    """`#1494`: the last event behind a value, which opens the console at that moment."""
    if trace is None:
        return Markup("")
    told, link = _told(report, trace), report.link_to(trace.last)
    if not link:
        return Markup('<small class=from title="{}">#{}</small>').format(told, f"{trace.last:,}")
    return Markup('<a class=from href="{}" title="{}">#{}</a>').format(link, told, f"{trace.last:,}")


def _told(report: Report, trace: Trace) -> str:
    return saying(report.language)(
        f"来自 {trace.count:,} 条记录，#{trace.first:,} 至 #{trace.last:,}",
        f"from {trace.count:,} events, #{trace.first:,} to #{trace.last:,}",
    )


def _position(report: Report) -> Markup:
    here = Trace(report.position, report.position, 1)
    return _origin(report, here) if report.position else Markup("")
