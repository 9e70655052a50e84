"""Part A, live drawing: how soon a served house answers a polygon of 200 corners that moves, over HTTP.

The house is a real one: its own process on loopback, a person with a session, one request in flight as the page has.
`--data FOLDER` names data sets that were imported (`var/data` of a house with five million sites); left out, the
synthetic sites are asked. Ratios come from part A itself: here the goal is a time.
"""

import argparse
import math
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from bench.table import Row, told
from tests.browser.town import DATA_SETTING, PASSWORD, running_town

CORNERS, ASKED, WARM = 200, 400, 20
_MOST_P99_MS = 50.0


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Ask for a moving polygon some hundred times; one row with median, p99 and answers a second."""
    if arguments.data:
        os.environ[DATA_SETTING] = str(Path(arguments.data).resolve())
    with (
        tempfile.TemporaryDirectory() as folder,
        running_town(Path(folder) / "var") as town,
        httpx.Client(base_url=f"http://127.0.0.1:{town.port}/api/v1", trust_env=False, timeout=60) as http,
    ):
        login = http.post("/session", json={"login": "duty", "password": PASSWORD})
        login.raise_for_status()
        http.headers["X-CSRF-Token"] = login.json()["csrf"]
        http.headers["Cookie"] = login.headers["set-cookie"].partition(";")[0]
        sites = http.get("/data").json()["items"]
        took = [_asked_ms(http, turn) for turn in range(WARM + ASKED)][WARM:]
    p99 = statistics.quantiles(took, n=100)[98]
    yield told(
        Row(
            part="A", case="live drawing", n=_sites(sites), subject="tongxin over HTTP",
            median_ms=round(statistics.median(took), 2), goal=f"p99 <= {_MOST_P99_MS:g} ms, >= 10 answers a second",
            met=p99 <= _MOST_P99_MS and 1000 * len(took) / sum(took) >= 10,
            note=f"p99 {p99:.1f} ms, {1000 * len(took) / sum(took):.0f} answers a second, one in flight",
        )
    )  # fmt: skip


def _asked_ms(http: httpx.Client, turn: int) -> float:
    east, north = 104 + 3 * math.sin(turn / 20), 31 + 2 * math.cos(turn / 15)
    angles = (2 * math.pi * corner / CORNERS for corner in range(CORNERS))
    ring = [[round(east + 2 * math.cos(a), 7), round(north + 1.5 * math.sin(a), 7)] for a in angles]
    began = time.perf_counter()
    answer = http.post("/count", json={"ring": ring})
    took = 1000 * (time.perf_counter() - began)
    answer.raise_for_status()
    if answer.json()["subscribers"] <= 0:
        raise AssertionError(f"nobody lives in the ring of turn {turn}")
    return took


def _sites(data_sets: list[dict[str, Any]]) -> int:
    """How many sites are in use, as the house itself says."""
    return next((int(row["count"] or 0) for row in data_sets if row["kind"] == "sites"), 0)
