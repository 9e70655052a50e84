"""What a file from the field is, by its first bytes and never by its name; and what may be kept. Pure.

Only kinds that no browser runs are taken: HTML, SVG and office files with macros are refused by not being on the list.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGA = 1_000_000
#: Files on one task.
MOST_FILES = 50
#: Longest name that is kept.
LONGEST_NAME = 200


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its sort (photo, voice, document), media type, and how large it may be."""

    sort: str
    media_type: str
    extension: str
    most_bytes: int


JPEG = FileKind("photo", "image/jpeg", "jpg", 12 * MEGA)
PNG = FileKind("photo", "image/png", "png", 12 * MEGA)
WEBP = FileKind("photo", "image/webp", "webp", 12 * MEGA)
HEIC = FileKind("photo", "image/heic", "heic", 12 * MEGA)
OGG = FileKind("voice", "audio/ogg", "ogg", 10 * MEGA)
WEBM = FileKind("voice", "audio/webm", "webm", 10 * MEGA)
M4A = FileKind("voice", "audio/mp4", "m4a", 10 * MEGA)
MP3 = FileKind("voice", "audio/mpeg", "mp3", 10 * MEGA)
WAV = FileKind("voice", "audio/wav", "wav", 10 * MEGA)
AMR = FileKind("voice", "audio/amr", "amr", 10 * MEGA)
PDF = FileKind("document", "application/pdf", "pdf", 20 * MEGA)
DOCX = FileKind(
    "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", 20 * MEGA
)
XLSX = FileKind("document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", 20 * MEGA)
TEXT = FileKind("document", "text/plain", "txt", 2 * MEGA)

_BY_START: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"OggS", OGG),
    (b"\x1a\x45\xdf\xa3", WEBM),
    (b"ID3", MP3),
    (b"#!AMR", AMR),
    (b"%PDF-", PDF),
)
_BRANDS = {b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC, b"M4A ": M4A, b"mp42": M4A, b"isom": M4A, b"dash": M4A}
#: A text that begins so would be a page, a script, a picture or a program to some reader.
_NO_TEXT = (b"<", b"\xef\xbb\xbf<", b"#!", b"GIF8", b"MZ")


def kind_of(content: bytes) -> FileKind | None:
    """The kind of file that begins like this; None for what is not taken."""
    for start, kind in _BY_START:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12])
    if len(content) > 3 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2:  # an MPEG audio frame, layer III
        return MP3
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return TEXT if _is_plain_text(content) else None


def clean_name(name: str) -> str:
    """The last part of a file's name, one line, bounded; never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    line = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?').strip(" .")
    return line[-LONGEST_NAME:] or "file"


def _office(content: bytes) -> FileKind | None:
    if b"vbaProject.bin" in content or b"[Content_Types].xml" not in content:
        return None
    if b"word/document.xml" in content:
        return DOCX
    return XLSX if b"xl/workbook.xml" in content else None


def _is_plain_text(content: bytes) -> bool:
    if not content.strip() or content.lstrip().startswith(_NO_TEXT):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\n\r\t\ufeff\u3000" for letter in text)
