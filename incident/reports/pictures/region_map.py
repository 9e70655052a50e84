"""Where it was hit: counties in the ink of their band on the outlines of provinces, with the whole country beside it.

The outlines are those of the base map (geo.outline), the counties' shapes are given in its projection and unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incident.reports.pictures.canvas import BANDS, GREY, INK, LINE, PALE, Canvas, width_of
from incident.reports.wording import Language, saying

WIDTH, HEIGHT = 1000, 620
_LEAST_KM, _MARGIN_KM = 600, 60
_INSET = 188
#: One ring of a polygon, in kilometres of the outline's projection.
Ring = Sequence[tuple[int, int]]
#: Left, top, width and height of what is shown, in kilometres.
View = tuple[float, float, float, float]


@dataclass(frozen=True)
class HitCounty:
    """A county that is hit: the rings of its shape and the severity of its highest band."""

    rings: tuple[Ring, ...]
    value_milli: int


def map_picture(
    outline: Mapping[str, Any],
    counties: Sequence[HitCounty],
    *,
    band_name: Callable[[int], str],
    language: Language,
) -> str:
    """The map as SVG; `band_name` names the band of a value in thousandths."""
    say = saying(language)
    canvas = Canvas(WIDTH, HEIGHT)
    view = _view(outline, counties)
    values = sorted({county.value_milli for county in counties})
    ink = {value: BANDS[_class_of(place, len(values))] for place, value in enumerate(values)}
    thin = view[2] / WIDTH
    canvas.view(0, 0, WIDTH, HEIGHT, view)
    _country(canvas, outline, width=1.2 * thin)
    for county in counties:
        canvas.path(_path(county.rings), fill=ink[county.value_milli], ink="#FFFFFF", width=max(0.5 * thin, 0.1))
    for province in outline["provinces"]:
        canvas.path(province["path"], ink=GREY, width=1.3 * thin)
    _names(canvas, outline, view, language)
    canvas.end()
    _inset(canvas, outline, view)
    _legend(
        canvas, [(ink[value], band_name(value)) for value in reversed(values)], say("最高烈度／等级", "Highest band")
    )
    return canvas.svg(say("影响范围图", "Map of the area"))


def _view(outline: Mapping[str, Any], counties: Sequence[HitCounty]) -> View:
    """What is hit with a margin, at the picture's proportions and not below the inset; the country where nothing is."""
    points = [point for county in counties for ring in county.rings for point in ring]
    if not points:
        x, y, width, height = outline["view_box"]
        return (x, y, width, height)
    view = _around(points, room=WIDTH)
    left, top, _ = _inset_box(outline)
    scale = WIDTH / view[2]
    hidden = any((x - view[0]) * scale > left and (y - view[1]) * scale > top for x, y in points)
    return _around(points, room=left) if hidden else view


def _around(points: Sequence[tuple[int, int]], *, room: float) -> View:
    """The view that shows points in the left `room` pixels of the picture."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = max(max(xs) - min(xs) + 2 * _MARGIN_KM, _LEAST_KM) * WIDTH / room
    height = max(max(ys) - min(ys) + 2 * _MARGIN_KM, width * HEIGHT / WIDTH)
    width = max(width, height * WIDTH / HEIGHT)
    return ((max(xs) + min(xs) - width * room / WIDTH) / 2, (max(ys) + min(ys) - height) / 2, width, height)


def _country(canvas: Canvas, outline: Mapping[str, Any], *, width: float) -> None:
    for province in outline["provinces"]:
        canvas.path(province["path"], fill="#F6F8FA", ink=LINE, width=width)
    canvas.path(outline["nine_dash"], ink=GREY, width=1.6 * width)


def _names(canvas: Canvas, outline: Mapping[str, Any], view: tuple[float, ...], language: Language) -> None:
    size = 15 * view[2] / WIDTH
    taken: list[tuple[float, float, float]] = []
    for province in outline["provinces"]:
        x, y = province["label"]
        name = _short(province["name"]) if language == "zh" else province["name_en"]
        half = width_of(name, size) / 2
        inside = view[0] + half < x < view[0] + view[2] - half and view[1] + size < y < view[1] + view[3] - size
        apart = all(abs(x - other) > half + wide or abs(y - beside) > size for other, beside, wide in taken)
        if inside and apart:
            canvas.text(x, y, name, size=size, ink=INK, anchor="middle", halo=3 * view[2] / WIDTH)
            taken.append((x, y, half))


def _short(name: str) -> str:
    """四川省 → 四川; what is left has at least two characters."""
    for end in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name.removesuffix(end)
    return name


def _inset(canvas: Canvas, outline: Mapping[str, Any], view: tuple[float, ...]) -> None:
    """The whole country down to the south end of its line, with a frame where the map is."""
    left, top, whole = _inset_box(outline)
    tall = HEIGHT - 10 - top
    canvas.box(left, top, _INSET, tall, "#FFFFFF", edge=LINE)
    canvas.view(left, top, _INSET, tall, whole)
    thin = whole[2] / _INSET
    for province in outline["provinces"]:
        canvas.path(province["path"], fill=PALE, ink=LINE, width=0.5 * thin)
    canvas.path(outline["nine_dash"], ink=GREY, width=0.8 * thin)
    canvas.path(
        f"M{view[0]:.0f} {view[1]:.0f}h{view[2]:.0f}v{view[3]:.0f}h{-view[2]:.0f}Z", ink="#B3261E", width=1.4 * thin
    )
    canvas.end()


def _inset_box(outline: Mapping[str, Any]) -> tuple[float, float, View]:
    """Left and top of the inset in the picture, and the view that it shows."""
    x, y, width, height = outline["view_box"]
    _, south, _, more = outline["inset_view_box"]
    whole = (x, y, width, max(height, south + more - y))
    return WIDTH - _INSET - 10, HEIGHT - _INSET * whole[3] / whole[2] - 10, whole


def _legend(canvas: Canvas, entries: Sequence[tuple[str, str]], title: str) -> None:
    if not entries:
        return
    wide = max(width_of(name, 12) for name in (*(name for _, name in entries), title)) + 44
    tall = 24 + len(entries) * 19
    canvas.box(10, HEIGHT - tall - 10, wide, tall, "#FFFFFF", edge=LINE)
    canvas.text(20, HEIGHT - tall + 7, title, size=12, ink=GREY)
    for place, (fill, name) in enumerate(entries):
        y = HEIGHT - tall + 16 + place * 19
        canvas.box(20, y, 16, 12, fill, edge=LINE)
        canvas.text(42, y + 10.5, name, size=12)


def _class_of(place: int, count: int) -> int:
    """Which of the inks: the whole range is used, whatever the number of bands."""
    return len(BANDS) - 1 if count == 1 else round(place * (len(BANDS) - 1) / (count - 1))


def _path(rings: Sequence[Ring]) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in rings if len(ring) > 2)
