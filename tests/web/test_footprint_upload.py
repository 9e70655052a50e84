"""Uploading a footprint: the formats of the table, what is said beside the file, refusals in words."""

from __future__ import annotations

import io
import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import gcj02
from incident.db import open_engine
from incident.db.schema import create_schema
from tests.geo.binary_files import zipped
from tests.geo.test_reading_by_cli import JTWC
from tests.geo.test_reading_cap import SQUARE, alert, code, info
from tests.web.browser import Answer, Browser

RING = [(103.0, 31.0), (104.0, 31.0), (104.0, 32.0), (103.0, 32.0), (103.0, 31.0)]
KML = (
    "<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    + " ".join(f"{lon},{lat}" for lon, lat in RING)
    + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
).encode()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: what is uploaded is read outside it."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


@pytest.fixture
def upload(person: Callable[..., Browser]) -> Callable[..., Answer]:
    """`upload(name, data, part=…)` to a fresh incident."""
    officer, incident = person(("duty_officer", "nation")), str(uuid.uuid4())
    declared = {
        "id": incident,
        "hazard": "flood",
        "title_zh": "暴雨",
        "title_en": "Rain",
        "occurred_at": "2008-05-12T06:28:04Z",
    }
    assert officer.post("/api/v1/incidents", declared).status_code == 201

    def send(name: str, data: bytes, **said: str) -> Answer:
        form: dict[str, Any] = {"id": str(uuid.uuid4()), "file": (io.BytesIO(data), name), **said}
        headers = {"X-CSRF-Token": officer.csrf, "Idempotency-Key": str(uuid.uuid4())}
        return officer.plain(
            "POST", f"/api/v1/incidents/{incident}/footprints", data=form, headers=headers,
            content_type="multipart/form-data",
        )  # fmt: skip

    return send


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("area.kmz", zipped({"doc.kml": KML}), {}),
        ("warning.cap", alert(info(SQUARE)), {}),
        ("codes.xml", alert(info(code("adcode", "510107"))), {}),
        ("storms.csv", JTWC.encode(), {"part": "2014-09"}),
    ],
    ids=["kmz", "cap", "cap by code", "one storm of two"],
)
def test_any_format_of_the_table_is_taken(
    upload: Callable[..., Answer], name: str, data: bytes, said: dict[str, str]
) -> None:
    answer = upload(name, data, **said)

    assert answer.status_code == 201, answer.text


def test_a_datum_said_beside_the_file_is_used(upload: Callable[..., Answer]) -> None:
    lon, lat = gcj02.from_wgs84([x for x, _ in RING], [y for _, y in RING])
    shifted = [[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    data = json.dumps({"type": "Polygon", "coordinates": [shifted]}).encode()

    assert upload("a.geojson", data, crs="GCJ-02").status_code == 201
    assert "'Moon' are not known" in upload("a.geojson", data, crs="Moon").text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("storms.csv", JTWC.encode(), "holds 2 storms (201409 to 201410); name one as the part"),
        ("a.zip", zipped({"../a.kml": KML}), "leads out of it"),
        ("a.cap", alert(info(SQUARE), kind="Cancel", extra="<references>a,b,c</references>"), "is no new area"),
        ("a.docx", b"x", "files with these suffixes are read"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    upload: Callable[..., Answer], name: str, data: bytes, words: str
) -> None:
    answer = upload(name, data)

    assert answer.status_code == 422
    assert words in json.dumps(answer.json, ensure_ascii=False)
    assert re.search("[a-z]{3} [a-z]{2,} [a-z]", answer.json["detail_zh"]) is None
