"""KML and KMZ, and archives that are not unpacked."""

import io
import zipfile

import pytest

from geo.errors import FootprintError
from geo.readers import kml, kmz
from geo.readers.archive import Archive
from geo.readers.assemble import assemble
from tests.geo.binary_files import zipped
from tests.geo.reading import BOX_KM2, behind_walls


def placemark(coordinates: str, *, extra: str = "", inner: str = "") -> str:
    hole = (
        f"<innerBoundaryIs><LinearRing><coordinates>{inner}</coordinates></LinearRing></innerBoundaryIs>"
        if inner
        else ""
    )
    ring = f"<outerBoundaryIs><LinearRing><coordinates>{coordinates}</coordinates></LinearRing></outerBoundaryIs>"
    return f"<Placemark><name>p</name>{extra}<Polygon>{ring}{hole}</Polygon></Placemark>"


def kml_of(*placemarks: str) -> bytes:
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Flood</name>{"".join(placemarks)}</Document></kml>'.encode()


SQUARE = "103,31,0 104,31,0 104,32,0 103,32,0 103,31,0"
DATA = (
    '<ExtendedData><Data name="value"><value>8</value></Data><Data name="unit"><value>csi</value></Data></ExtendedData>'
)


def test_placemarks_of_a_kml_become_bands_with_their_holes() -> None:
    inner = "103.4,31.4 103.6,31.4 103.6,31.6 103.4,31.6 103.4,31.4"

    raw = kml.parse(kml_of(placemark(SQUARE, extra=DATA, inner=inner)))
    (band,) = assemble(raw)["bands"]

    assert (band["band"], raw.title, raw.kind) == ("CSI-8", "Flood", "earthquake")
    assert band["area_km2"] == pytest.approx(BOX_KM2 * 0.96, rel=0.001)


def test_points_and_links_of_a_kml_are_told_and_left_out() -> None:
    point = "<Placemark><Point><coordinates>1,1</coordinates></Point></Placemark>"
    link = "<NetworkLink><Link><href>http://a/b.kml</href></Link></NetworkLink>"

    raw = kml.parse(kml_of(placemark(SQUARE), point, link))

    assert raw.notes == [
        "1 points or lines enclose no area and were left out (placemark 2: a Point).",
        "1 links to other files were not followed.",
    ]


def test_a_kmz_is_read_by_its_doc_and_pictures_are_not_looked_at() -> None:
    data = zipped({"doc.kml": kml_of(placemark(SQUARE)), "files/a.png": b"\x89PNG", "other.kml": b"<kml/>"})

    assert len(kmz.read(Archive(data)).bands) == 1
    assert behind_walls(data).bands[0].area_km2 == pytest.approx(BOX_KM2, rel=0.001)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"../a.kml": b""}, "'../a.kml', which leads out of it"),
        ({"/a.kml": b""}, "leads out of it"),
        ({"a\\..\\..\\b.kml": b""}, "leads out of it"),
        ({f"{n}.kml": b"" for n in range(65)}, "65 entries; at most 64"),
        ({"a.kml": b"\0" * (4 << 20)}, "inflates more than 200 times"),
        ({"a.kml": b"", "b.kml": b""}, "2 KML files and no doc.kml"),
        ({"a.txt": b""}, "holds no .kml"),
    ],
)
def test_an_archive_that_is_not_sound_is_not_unpacked(files: dict[str, bytes], problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        kmz.read(Archive(zipped(files)))

    assert problem in str(caught.value)


def test_real_bytes_are_counted_whatever_the_archive_declares() -> None:
    data = bytearray(zipped({"doc.kml": b"\0" * (4 << 20)}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")

    with pytest.raises(FootprintError, match=r"(inflates more than 200 times|cannot be unpacked)"):
        kmz.read(Archive(bytes(data)))


def test_links_in_an_archive_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("doc.kml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")

    with pytest.raises(FootprintError, match="a link or a device"):
        Archive(target.getvalue())
