"""Runs the readers apart, in a fresh child with an empty environment, and checks what comes back.

A file that takes over, crashes or exhausts a geometry library does so in a process that can open no file and
no socket, start nothing, and lives for fifteen seconds. Whatever happens there is a FootprintError here, one
line of printable text.
"""

import base64
import binascii
import json
import os
import stat
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from geo.child import run_child
from geo.errors import FootprintError
from geo.footprint import Band, Footprint, band_label, make_footprint
from geo.places import place_apart
from geo.readers.formats import FORMATS, family_of, otherwise_known
from geo.wkb import check_wkb

if TYPE_CHECKING:
    from geo.regions import Regions

WALL_SECONDS = 15.0
MAX_FILE_BYTES = 48 << 20
MAX_ERROR = 500
_MAX_BANDS = 64
_HEAD_BYTES = 4096
_LONGEST_OPTION = 200
#: Unicode categories of what a terminal or page would not show as it is.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What a person may say beside a file; everything has a sensible default."""

    #: One of `geo.readers.formats.FORMATS`; found from the content when left out.
    fmt: str | None = None
    #: Which storm of a file that holds many.
    part: str | None = None
    #: WGS-84, GCJ-02 or BD-09, where the file does not say it.
    crs: str | None = None
    #: The regions, or what opens them: needed by files that name regions instead of drawing them.
    regions: "Regions | Callable[[], Regions] | None" = None
    #: Certificates whose signatures on CAP messages are trusted (`geo.certificates`).
    certificates: tuple[str, ...] = ()
    wall_seconds: float = WALL_SECONDS


@dataclass(frozen=True, slots=True)
class Described:
    """What a file says of itself (plain values, see its reader), and its area or why it has none."""

    fmt: str
    summary: dict[str, Any] | None
    footprint: Footprint | None
    refusal: str | None


DEFAULT = HowToRead()


def read_apart(path: Path, *, how: HowToRead = DEFAULT) -> Footprint:
    """Read a footprint file in a child; FootprintError starts with the name of the file."""
    answer = _on_file(path, "read", how)
    with _Naming(path.name):
        return _footprint(answer.get("footprint"), name=path.name, how=how)


def read_bytes_apart(data: bytes, *, name: str, how: HowToRead = DEFAULT) -> Footprint:
    """Read a footprint from bytes in a child; `name` stands in errors and serves as title."""
    answer = _on_bytes(data, "read", how, name=name)
    with _Naming(name):
        return _footprint(answer.get("footprint"), name=name, how=how)


def describe_apart(path: Path, *, how: HowToRead = DEFAULT) -> Described:
    """Return what a file says of itself beside its area; FootprintError when it is no file of a known format."""
    return _described(_on_file(path, "describe", how), name=path.name, how=how)


def describe_bytes_apart(data: bytes, *, name: str, how: HowToRead = DEFAULT) -> Described:
    """As `describe_apart`, from bytes."""
    return _described(_on_bytes(data, "describe", how, name=name), name=name, how=how)


def walls() -> dict[str, bool]:
    """Try the walls in a child and tell which hold; for `tongxin doctor`."""
    with tempfile.TemporaryFile() as nothing:
        answer = run_child(["--walls"], stdin=nothing, wall_seconds=WALL_SECONDS)
    return {str(name): held is True for name, held in dict(answer.get("walls", {})).items()}


def plain_text(text: str, *, longest: int = MAX_ERROR) -> str:
    """Return a text on one line that shows what it is: controls, line ends and bidi marks become `�`."""
    lines = " ".join(text[:longest].split())
    return "".join("�" if unicodedata.category(character) in _UNSEEN else character for character in lines)


def _shown(value: Any) -> Any:
    """Return plain values with every text made fit to be shown."""
    if isinstance(value, str):
        return plain_text(value, longest=10 * MAX_ERROR)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return {str(name): _shown(item) for name, item in value.items()} if isinstance(value, dict) else value


class _Naming:
    """Puts the name of the file before every FootprintError."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, FootprintError):
            raise FootprintError(f"{self._name}: {plain_text(str(error))}") from None


def _on_file(path: Path, task: str, how: HowToRead) -> dict[str, Any]:
    if str(path).startswith("/vsi"):
        raise FootprintError(f"{path}: not a path of this machine")
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FootprintError(f"{path.name}: not a regular file")
            if status.st_size > MAX_FILE_BYTES:
                raise FootprintError(f"{path.name}: larger than {MAX_FILE_BYTES >> 20} MiB; simplify the shapes")
            with _Naming(path.name):
                return _ask(file, task, how)
    except OSError as error:
        raise FootprintError(f"{path.name}: cannot be read ({error.strerror or error})") from None


def _on_bytes(data: bytes, task: str, how: HowToRead, *, name: str) -> dict[str, Any]:
    if len(data) > MAX_FILE_BYTES:
        raise FootprintError(f"{name}: larger than {MAX_FILE_BYTES >> 20} MiB; simplify the shapes")
    with tempfile.TemporaryFile() as file, _Naming(name):
        file.write(data)
        file.flush()
        return _ask(file, task, how)


def _ask(file: IO[bytes], task: str, how: HowToRead) -> dict[str, Any]:
    if how.fmt is not None and how.fmt not in FORMATS:
        raise FootprintError(f"the format {how.fmt!r} is not known; choose one of {', '.join(FORMATS)}")
    if any(said is not None and len(said) > _LONGEST_OPTION for said in (how.part, how.crs)):
        raise FootprintError(f"part and crs are at most {_LONGEST_OPTION} characters long")
    head = os.pread(file.fileno(), _HEAD_BYTES, 0)
    if how.fmt is None and (words := otherwise_known(head)) is not None:
        raise FootprintError(f"this is {words}")
    family = FORMATS[how.fmt].family if how.fmt else family_of(head)
    certificates = how.certificates if family == "xml" else ()
    request = {"format": how.fmt, "family": family, "part": how.part, "crs": how.crs, "certificates": certificates}
    os.lseek(file.fileno(), 0, os.SEEK_SET)  # the child shares this position; Python's own is buffered
    answer = run_child([task, json.dumps(request)], stdin=file, wall_seconds=how.wall_seconds)
    if "error" in answer:
        raise FootprintError(str(answer["error"]))
    return answer


def _described(answer: dict[str, Any], *, name: str, how: HowToRead) -> Described:
    footprint, refusal = None, answer.get("refusal")
    if refusal is None:
        try:
            with _Naming(name):
                footprint = _footprint(answer.get("footprint"), name=name, how=how)
        except FootprintError as error:
            refusal = str(error).removeprefix(f"{name}: ")
    summary = answer.get("summary")
    if not isinstance(summary, dict | None) or answer.get("format") not in FORMATS:
        raise FootprintError(f"{name}: the reader's answer is not in order; the file was not accepted")
    return Described(
        fmt=str(answer["format"]),
        summary=_shown(summary),
        footprint=footprint,
        refusal=None if refusal is None else plain_text(str(refusal)),
    )


def _footprint(said: Any, *, name: str, how: HowToRead) -> Footprint:
    try:
        if any(band["places"] for band in said["bands"]):
            said = place_apart(said, how.regions)
        bands = [_band(band) for band in said["bands"][: _MAX_BANDS + 1]]
        if len(bands) > _MAX_BANDS:
            raise FootprintError(f"more than {_MAX_BANDS} bands")
        return make_footprint(
            kind=plain_text(str(said["kind"]), longest=40),
            title=plain_text(str(said["title"] or name)),
            source=plain_text(str(said["source"] or name)),
            bands=bands,
            valid_from=None if said["valid_from"] is None else str(said["valid_from"]),
            valid_to=None if said["valid_to"] is None else str(said["valid_to"]),
            notes=[plain_text(str(note)) for note in said["notes"][:200]],
            crs=plain_text(str(said["crs"])),
            basis=str(said["basis"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        if isinstance(error, FootprintError):
            raise
        raise FootprintError("the reader's answer is not in order; the file was not accepted") from error


def _band(said: Any) -> Band:
    value, unit, area_km2 = float(said["value"]), str(said["unit"])[:16], float(said["area_km2"])
    if not (isfinite(value) and isfinite(area_km2) and area_km2 >= 0):
        raise FootprintError("a band has a number that is not finite")
    wkb = base64.b64decode(said["wkb"], validate=True)
    check_wkb(wkb)
    return Band(band=band_label(unit, value), value=value, unit=unit, wkb=wkb, area_km2=area_km2)
