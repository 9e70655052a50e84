"""The walls around readers: what a child cannot do, and how its end is told."""

import base64
import os
import platform
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
import shapely

from geo import sandbox
from geo.child import run_command
from geo.errors import FootprintError
from geo.sandbox import HowToRead
from geo.wkb import check_wkb

SQUARE = b'{"type":"Polygon","coordinates":[[[103,31],[104,31],[104,32],[103,31]]]}'


def run(code: str, *, wall_seconds: float = 10.0) -> object:
    with tempfile.TemporaryFile() as nothing:
        return run_command([sys.executable, "-I", "-c", code], stdin=nothing, wall_seconds=wall_seconds)


def test_a_reader_that_takes_too_long_is_killed() -> None:
    started = time.perf_counter()
    with pytest.raises(FootprintError, match=r"slow\.geojson: reading took longer than 0.05 s"):
        sandbox.read_bytes_apart(SQUARE, name="slow.geojson", how=HowToRead(wall_seconds=0.05))

    assert time.perf_counter() - started < 5


def test_nothing_of_a_killed_child_is_left(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    code = f"import os, time, pathlib; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(60)"
    with pytest.raises(FootprintError, match="was stopped"):
        run(code, wall_seconds=2.0)

    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_segmentation_fault_in_the_child_is_an_error_here() -> None:
    with pytest.raises(FootprintError, match="ended by SIGSEGV"):
        run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")


@pytest.mark.parametrize("code", ["print('no json')", "raise SystemExit(3)", "print('[1]')", "pass"])
def test_an_answer_out_of_order_is_not_accepted(code: str) -> None:
    with pytest.raises(FootprintError, match="not accepted"):
        run(code)


def test_the_child_gets_no_environment() -> None:
    os.environ["TONGXIN_TEST_SECRET"] = "canary"
    try:
        seen = run("import os, json; print(json.dumps(dict(os.environ)))")
    finally:
        del os.environ["TONGXIN_TEST_SECRET"]

    assert "TONGXIN_TEST_SECRET" not in str(seen)
    assert "canary" not in str(seen)


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="no filter for this machine")
def test_every_wall_holds() -> None:
    held = sandbox.walls()

    assert len(held) == 10
    assert [name for name, holds in held.items() if not holds] == []


def test_a_reader_still_reads_behind_its_walls() -> None:
    footprint = sandbox.read_bytes_apart(SQUARE, name="square", how=HowToRead(fmt="geojson"))

    assert footprint.bands[0].band == "LEVEL-1"


def test_a_tangle_of_1500_corners_ends_within_its_time_one_way_or_the_other() -> None:
    points = [[100 + (i * 7919 % 1000) / 100, 30 + (i * 104729 % 1000) / 100] for i in range(1_500)]
    data = f'{{"type":"Polygon","coordinates":[{[*points, points[0]]}]}}'.encode()
    started = time.perf_counter()
    with suppress(FootprintError):
        sandbox.read_bytes_apart(data, name="tangle", how=HowToRead(wall_seconds=3.0))

    assert time.perf_counter() - started < 6


@pytest.mark.parametrize(
    ("name", "problem"),
    [("nothing.geojson", "cannot be read"), ("folder", "(cannot be read|not a regular file)")],
)
def test_what_is_no_file_is_named(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(FootprintError, match=f"{name}: {problem}"):
        sandbox.read_apart(tmp_path / name)


def test_a_pipe_and_a_virtual_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FootprintError, match="not a path of this machine"):
        sandbox.read_apart(Path("/vsicurl/http://127.0.0.1/x"))
    with pytest.raises(FootprintError, match="null: not a regular file"):
        sandbox.read_apart(Path("/dev/null"))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(sandbox.MAX_FILE_BYTES + 1)

    with pytest.raises(FootprintError, match="larger than 48 MiB"):
        sandbox.read_apart(path)


def test_a_format_nobody_knows_is_refused() -> None:
    with pytest.raises(FootprintError, match="'vrt' is not known; choose one of geojson, shakemap_grid"):
        sandbox.read_bytes_apart(SQUARE, name="x", how=HowToRead(fmt="vrt"))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"PAR1\x15", "Parquet, which holds points here: sites come in by `tongxin geo import-sites`"),
        (b"%PDF-1.7", "a PDF; send the area itself"),
        (b"\x00\x00\x27\x0a\x00", "one part of a Shapefile; pack its .shp, .shx, .dbf and .prj into a zip"),
        (b"\x1f\x8b\x08", "packed by gzip; unpack it first"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_is_often_sent_instead_is_named_without_a_child(head: bytes, words: str) -> None:
    with pytest.raises(FootprintError) as caught:
        sandbox.read_bytes_apart(head, name="sent", how=HowToRead(wall_seconds=0.0))

    assert str(caught.value).startswith("sent: this is ")
    assert words in str(caught.value)


def test_what_is_said_beside_a_file_is_of_bounded_length() -> None:
    for how in (HowToRead(part="x" * 300_000), HowToRead(crs="x" * 300_000)):
        with pytest.raises(FootprintError, match="part and crs are at most 200 characters long"):
            sandbox.read_bytes_apart(SQUARE, name="x", how=how)


def test_an_answer_is_one_line_that_shows_what_it_is() -> None:
    assert sandbox.plain_text("a\n\tb\x1b[2J \u202ec\u2028d") == "a b�[2J �c d"


def test_sound_shapes_pass_the_check_by_hand() -> None:
    check_wkb(shapely.to_wkb(shapely.box(0, 0, 1, 1)))
    check_wkb(shapely.to_wkb(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])))


GOOD = shapely.to_wkb(shapely.box(0, 0, 1, 1))


@pytest.mark.parametrize(
    "wkb",
    [
        b"",
        GOOD[:-1],
        GOOD + b"\0",
        b"\0" + GOOD[1:],
        shapely.to_wkb(shapely.Point(1, 1)),
        shapely.to_wkb(shapely.GeometryCollection([shapely.box(0, 0, 1, 1)])),
        shapely.to_wkb(shapely.box(170, 0, 190, 1)),
        GOOD[:13] + struct.pack("<d", float("nan")) + GOOD[21:],
        GOOD[:9] + struct.pack("<I", 2**31) + GOOD[13:],
        GOOD[:5] + struct.pack("<I", 2**31) + GOOD[9:],
        base64.b64decode("AQMAAAABAAAAAAAAAA=="),
    ],
)
def test_unsound_shapes_do_not(wkb: bytes) -> None:
    with pytest.raises(FootprintError):
        check_wkb(wkb)


def test_the_child_alone_knows_nothing_of_the_application() -> None:
    code = (
        "import sys, importlib, geo.readers.assemble, geo.places; from geo.readers.formats import TABLE;"
        "[importlib.import_module('geo.readers.' + row.module) for row in TABLE];"
        "others = {'incident', 'flask', 'sqlalchemy', 'geopandas', 'pandas'};"
        "print([name for name in sys.modules if name.split('.')[0] in others])"
    )
    output = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
