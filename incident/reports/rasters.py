"""Pictures as PNG, for what cannot show SVG: a word processor, a clipboard. Drawn by typst, as the PDF's are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from incident.reports.fonts import font_file

#: One page as large as the drawing, in points; its resolution then says how many pixels that is.
_PAGE = '#set page(width: {points}pt, height: auto, margin: 0pt)\n#image("picture.svg", width: {points}pt)\n'
_POINTS = 500


def as_png(svg: str, *, width: int) -> bytes:
    """The drawing `width` pixels wide, in our own font and with nothing else of this machine's."""
    with tempfile.TemporaryDirectory(prefix="picture-") as name:
        folder = Path(name)
        (folder / "picture.svg").write_text(svg, "utf-8")
        (folder / "page.typ").write_text(_PAGE.format(points=_POINTS), "utf-8")
        made = typst.compile(
            str(folder / "page.typ"), root=str(folder), font_paths=[str(font_file().parent)], ignore_system_fonts=True,
            format="png", ppi=width * 72 / _POINTS,
        )  # fmt: skip
    if not isinstance(made, bytes):
        raise ValueError("a picture takes one page, and this one took more")
    return made
