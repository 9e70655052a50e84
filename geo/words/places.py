"""Where in a file something is, in Chinese: `feature 3, ring 2`. Names of elements and fields stay as they are."""

from __future__ import annotations

import re

_COUNTED = {
    "line": "第 {n} 行",
    "row": "第 {n} 行",
    "feature": "第 {n} 个要素",
    "polygon": "第 {n} 个多边形",
    "ring": "第 {n} 个环",
    "position": "第 {n} 个坐标",
    "point": "第 {n} 个点",
    "fix": "第 {n} 个定位点",
    "shape": "第 {n} 个图形",
    "geometry": "第 {n} 个几何体",
    "contour": "第 {n} 条等值线",
    "placemark": "第 {n} 个地标",
    "bulletin": "第 {n} 条预警",
    "entry": "第 {n} 条",
    "node": "第 {n} 个格点",
    "circle": "第 {n} 个圆",
    "area": "第 {n} 个 area",
    "info": "第 {n} 个 info",
    "resource": "第 {n} 个 resource",
    "region": "第 {n} 个地区",
    "warning": "第 {n} 条预警",
}
_PLACE = re.compile(rf"\b({'|'.join(_COUNTED)}) (\d+)\b")


def place_in_chinese(text: str) -> str:
    """`feature 3, ring 2` as 第 3 个要素，第 2 个环."""
    said = _PLACE.sub(lambda found: _COUNTED[found[1]].format(n=found[2]), text)
    return said.replace(", ", "，")
