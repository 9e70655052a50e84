"""A drawing as SVG: shapes and text with attributes, escaped, in the ink of print.

Everything has its own attributes: a style sheet would be one more thing that a rasteriser may read differently.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

#: One family that holds Chinese and Latin, from the package `noto-cjk-sans-otc`; browsers go on down the list.
FONT = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
INK, GREY, PALE, LINE = "#14181F", "#5A6673", "#EBEFF3", "#C5CDD6"
WAIT, RUN, EFFECT, BAD, GOOD = "#C5CDD6", "#5C93D1", "#1F5FA8", "#B3261E", "#1B7F4B"
LEVELS = {"I": "#C8282D", "II": "#E8731A", "III": "#F2C230", "IV": "#2C6FD1"}
LEVEL_INK = {"I": "#FFFFFF", "II": INK, "III": INK, "IV": "#FFFFFF"}
#: Bands from the least to the most severe.
BANDS = ("#FBE3C8", "#F8C795", "#F3A568", "#E67F45", "#CC5634", "#A12F2B")


@dataclass
class Canvas:
    """A drawing `width` × `height` units large."""

    width: int
    height: int
    _parts: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, edge: str = "", r: float = 0) -> None:
        """A filled rectangle with an edge or none."""
        stroke = f' stroke="{edge}" stroke-width="1"' if edge else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0.5))}" height="{_n(height)}" rx="{_n(r)}"'
            f' fill="{fill}"{stroke}/>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, ink: str, *, width: float = 1, dash: str = "") -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{_n(x)}" y1="{_n(y)}" x2="{_n(to_x)}" y2="{_n(to_y)}" stroke="{ink}"'
            f' stroke-width="{_n(width)}"{dashed}/>'
        )

    def path(self, d: str, *, fill: str = "none", ink: str = "none", width: float = 1) -> None:
        """A path as it is spelled in SVG."""
        self._parts.append(f'<path d="{d}" fill="{fill}" stroke="{ink}" stroke-width="{_n(width)}"/>')

    def text(
        self, x: float, y: float, text: str, *, size: float = 12, ink: str = INK, anchor: str = "start", halo: float = 0
    ) -> None:
        """One line of text; `halo` lays paper of that width behind it."""
        if halo:
            self._parts.append(
                f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="#FFFFFF"'
                f' stroke="#FFFFFF" stroke-width="{_n(halo)}" stroke-linejoin="round">{escape(_clean(text))}</text>'
            )
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{ink}">'
            f"{escape(_clean(text))}</text>"
        )

    def view(self, x: float, y: float, width: float, height: float, view_box: tuple[float, ...]) -> None:
        """Begin a part with units of its own; `end` closes it."""
        box = " ".join(_n(one) for one in view_box)
        self._parts.append(
            f'<svg x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" viewBox="{box}"'
            ' preserveAspectRatio="xMidYMid slice" overflow="hidden">'
        )

    def end(self) -> None:
        """Close what `view` began."""
        self._parts.append("</svg>")

    def svg(self, title: str) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" role="img" aria-label={quoteattr(_clean(title))}'
            f' font-family={quoteattr(FONT)}><rect width="{self.width}" height="{self.height}" fill="#FFFFFF"/>'
            + "".join(self._parts)
            + "</svg>"
        )


def width_of(text: str, size: float) -> float:
    """About how wide a line is: a Chinese character takes its size, a Latin letter a bit more than half of it."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WF" else 0.58 for one in text) * size


def cut(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text, size) + size > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(one if one.isprintable() else " " for one in text)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
