"""Unpacks a zip in memory by our own rules: names, counts and real inflated bytes are what they are, not as declared.

Nothing is written to disk and no name of the archive becomes a path. What is inflated is counted while it
streams, so a size that lies ends where the cap is (RELIABILITY.md rule 28).
"""

import io
import stat
import zipfile
import zlib

from geo.errors import FootprintError

MAX_ENTRIES = 64
MAX_BYTES = 128 << 20
MAX_RATIO = 200
_RATIO_FROM = 1 << 20  # small files may pack well
_STEP = 1 << 16


class Archive:
    """A zip with sound names; `names` are those of its files, `read` inflates one."""

    def __init__(self, data: bytes, *, most_entries: int = MAX_ENTRIES) -> None:
        self._packed = max(len(data), 1)
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
            raise FootprintError(f"not a sound zip archive ({str(error)[:80]})") from None
        entries = self._zip.infolist()
        if len(entries) > most_entries:
            raise FootprintError(f"the archive has {len(entries):,} entries; at most {most_entries} are read")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            _check(entry)
            if not entry.is_dir():
                if entry.filename in self._entries:
                    raise FootprintError(f"the archive holds {entry.filename[:60]!r} twice")
                self._entries[entry.filename] = entry

    @property
    def names(self) -> list[str]:
        """Names of the files as they stand in the archive."""
        return list(self._entries)

    def named(self, *suffixes: str) -> list[str]:
        """Return the names that end so, in any case; what a Macintosh adds beside them is left out."""
        return [n for n in self.names if n.lower().endswith(suffixes) and not n.startswith("__MACOSX/")]

    def read(self, name: str) -> bytes:
        """Return the bytes of one file; FootprintError when it or the whole becomes too much."""
        pieces = []
        try:
            with self._zip.open(self._entries[name]) as file:
                while piece := file.read(_STEP):
                    self._count(len(piece))
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise FootprintError(f"{name[:60]} in the archive cannot be unpacked ({str(error)[:80]})") from None
        return b"".join(pieces)

    def _count(self, size: int) -> None:
        self._inflated += size
        if self._inflated > MAX_BYTES:
            raise FootprintError(f"the archive holds more than {MAX_BYTES >> 20} MiB when unpacked")
        if self._inflated > _RATIO_FROM and self._inflated > MAX_RATIO * self._packed:
            raise FootprintError(f"the archive inflates more than {MAX_RATIO} times; it was not unpacked")


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    shown = ascii(name[:60])
    if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
        raise FootprintError(f"the archive holds {shown}, which leads out of it; it was not unpacked")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise FootprintError(f"the archive holds {shown}, which is a link or a device; it was not unpacked")
    if entry.flag_bits & 0x1:
        raise FootprintError(f"{shown} in the archive is encrypted; send it without a password")
