"""The index on disk: mapped, swapped in one step, refused when it is not what its manifest says."""

import json
from pathlib import Path

import numpy as np
import pytest

from geo.errors import ExposureError
from geo.index.build import build_index
from geo.index.query import count_bands, hit_sites
from geo.index.site_index import SiteIndex
from geo.index.store import SiteData, data_of, open_index, publish, sites_in_use, verify, write_index
from tests.geo.brute_force import wkb

EVERYWHERE = wkb([np.array([[-180.0, -90.0], [180.0, -90.0], [180.0, 90.0], [-180.0, 90.0]])])
DATA = SiteData(
    owner="Networks", as_of="2026-11-01", label_zh="基站", label_en="sites", synthetic=False, regions_version="toy",
    adcodes=("510101", "510102"),
)  # fmt: skip


def some_index(count: int = 50) -> SiteIndex:
    random = np.random.default_rng(count)
    names = [f"站{i}".encode() for i in range(count)]
    return build_index(
        random.uniform(100, 101, count), random.uniform(30, 31, count), random.integers(0, 2, count),
        random.integers(0, 1000, (count, 9)), columns=tuple("abcdefghi"), counties=2,
        ids=(np.frombuffer(b"".join(names), dtype=np.uint8), np.cumsum([0, *map(len, names)])),
    )  # fmt: skip


def current(data_dir: Path) -> Path:
    folder = sites_in_use(data_dir)
    assert folder is not None
    return folder


def test_what_is_published_answers_the_same_from_mapped_files(tmp_path: Path) -> None:
    index = some_index()

    stored = publish(index, tmp_path, DATA)

    assert (count_bands(stored, [EVERYWHERE]) == count_bands(index, [EVERYWHERE])).all()
    assert data_of(current(tmp_path)) == DATA
    assert not stored.points.xy.flags.writeable
    assert stored.folder == current(tmp_path)
    verify(current(tmp_path))


def test_sites_keep_the_names_the_operator_gave_them(tmp_path: Path) -> None:
    hit = hit_sites(publish(some_index(), tmp_path, DATA), [EVERYWHERE], limit=50)

    assert [f"站{row}" for row in some_index().points.source[hit.position]] == list(hit.id)


def test_readers_of_the_old_index_keep_it_while_the_new_one_comes_in(tmp_path: Path) -> None:
    old = publish(some_index(50), tmp_path, DATA)
    before = count_bands(old, [EVERYWHERE])
    for count in (60, 70, 80):
        publish(some_index(count), tmp_path, DATA)

    assert (count_bands(old, [EVERYWHERE]) == before).all()
    assert len(open_index(current(tmp_path))) == 80
    assert len(list(tmp_path.glob("sites-*/"))) == 2  # the one in use and the one before it


def test_the_same_sites_published_twice_are_one_folder(tmp_path: Path) -> None:
    one, two = (publish(some_index(), tmp_path, DATA) for _ in range(2))

    assert one.folder == two.folder
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_index_that_cannot_be_written_leaves_the_old_one_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(some_index(50), tmp_path, DATA)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OSError, match="No space left"):
        publish(some_index(60), tmp_path, DATA)

    assert len(open_index(current(tmp_path))) == 50
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_file_of_the_wrong_size_is_refused(tmp_path: Path) -> None:
    folder = current_after_publishing(tmp_path)
    with (folder / "sites_county.npy").open("ab") as file:
        file.write(b"\0")

    with pytest.raises(ExposureError, match=r"sites_county\.npy has \d+ bytes instead of \d+; import the sites again"):
        open_index(folder)


def test_a_manifest_that_does_not_fit_its_files_is_refused(tmp_path: Path) -> None:
    folder = current_after_publishing(tmp_path)
    kept = json.loads((folder / "manifest.json").read_text())

    for change, problem in (
        ({"format": "site-index/0"}, "another version"),
        ({"sites": 49}, "holds float64"),
        ({"counties": 1}, "a county is not among"),
        ({"grid": {**kept["grid"], "rows": 3}}, "holds int32"),
        ({"files": {}}, "no usable index"),
    ):
        (folder / "manifest.json").write_text(json.dumps({**kept, **change}))
        with pytest.raises(ExposureError, match=problem):
            open_index(folder)


def test_a_byte_that_has_changed_is_found(tmp_path: Path) -> None:
    folder = current_after_publishing(tmp_path)
    path = folder / "sites_counts.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)

    open_index(folder)  # the size is right, and opening reads no site
    with pytest.raises(ExposureError, match=r"sites_counts\.npy: not the file that was written"):
        verify(folder)


def test_the_digest_names_numbers_and_whose_they_are(tmp_path: Path) -> None:
    digests = set()
    for number, (count, owner) in enumerate(((50, "A"), (50, "A"), (50, "B"), (51, "A"))):
        (tmp_path / str(number)).mkdir()
        data = SiteData(**{**{f: getattr(DATA, f) for f in DATA.__slots__}, "owner": owner})
        digests.add(write_index(some_index(count), tmp_path / str(number), data).digest)

    assert len(digests) == 3


def current_after_publishing(tmp_path: Path) -> Path:
    publish(some_index(), tmp_path, DATA)
    return current(tmp_path)
