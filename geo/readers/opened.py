"""Opens bytes as what their family says: the step before a reader, with the caps that belong to the family."""

import codecs
import re
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geo.errors import FootprintError
from geo.readers.xml_slices import CHINESE, Slice, in_utf_8, slices

_MAX_ELEMENTS = 400_000
_MAX_XML_DEPTH = 64
_MAX_LINE = 100_000
#: Codecs that foreign files may need; Python loads each from a file, which cannot be opened behind the walls.
_CODECS = ("gb18030", "gbk", "gb2312", "big5", "cp437", "utf-16", "utf-32", "latin-1", "iso8859-1", "ascii")
_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([^"'>]{0,40})["'][^>]{0,100}\?>""")
_DECLARED = re.compile(rb"\s*<\?xml\s")
_NOTHING_DECLARED = re.compile(rb"""\s*<\?xml(?:\s+(?:version|standalone)\s*=\s*["'][\w.]{1,10}["']){0,2}\s*\?>""")
#: Beginnings of documents in UTF-16, and in UTF-8 with a mark.
_MARKED = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
#: What the parser reads itself; any other name would be looked up among Python's codecs, `unicode_escape` included.
_PLAIN = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1"})


def warm_up() -> None:
    """Load the codecs while files can still be opened."""
    for name in _CODECS:
        codecs.lookup(name)


class XmlDocument:
    """An XML tree without DTD and entities, of bounded size and depth; `name` is the root's local name."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = _tree(data)
        self._cut: dict[str, dict[int, Slice]] = {}
        _check_depth(self.root)
        self.name = local(self.root.tag)
        self.namespace = self.root.tag[1:].partition("}")[0] if self.root.tag.startswith("{") else ""

    def bytes_of(self, element: Element) -> bytes:
        """Return an element as it stands in the document, in UTF-8; as a document of its own."""
        if element is self.root:
            return in_utf_8(self.data)
        name = local(element.tag)
        if name not in self._cut:
            same = [id(other) for other in self.root.iter() if local(other.tag) == name]
            self._cut[name] = dict(zip(same, slices(self.data, name), strict=True))
        return self._cut[name][id(element)].alone(element.tag)


class TextDocument:
    """Lines of a text in UTF-8 or, when it is none, GB18030; `encoding_note` says the latter."""

    def __init__(self, data: bytes) -> None:
        self.encoding_note: str | None = None
        try:
            self.text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError as error:
            try:
                self.text = data.decode("gb18030")
            except UnicodeDecodeError:
                line = data.count(b"\n", 0, error.start) + 1
                raise FootprintError(f"line {line}: neither UTF-8 nor GB18030; save the file as UTF-8") from None
            self.encoding_note = "The file is not UTF-8; read as GB18030 (GBK)."
        if "\x00" in self.text:
            line = self.text.count("\n", 0, self.text.index("\x00")) + 1
            raise FootprintError(f"line {line}: holds a zero byte, so it is no text")

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        lines = self.text.splitlines()
        for number, line in enumerate(lines, start=1):
            if len(line) > _MAX_LINE:
                raise FootprintError(f"line {number}: longer than {_MAX_LINE:,} characters; this is no table")
        return lines

    @property
    def first(self) -> str:
        """The first line that is not empty."""
        return next((line.strip() for line in self.lines if line.strip()), "")


def local(tag: object) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> list[Element]:
    """Return the children of that local name."""
    return [child for child in element if local(child.tag) == name]


def text_of(element: Element, name: str) -> str:
    """Return the text of the first child of that local name, without space around it; empty when there is none."""
    found = children(element, name)
    return (found[0].text or "").strip() if found else ""


def _tree(data: bytes) -> Element:
    try:
        return fromstring(_in_utf_8(data), forbid_dtd=True)
    except DefusedXmlException:
        raise FootprintError("a DTD or entity is declared; no format here needs one, remove it") from None
    except ParseError as error:
        raise FootprintError(f"line {error.position[0]}: not well-formed XML ({str(error).split(':')[0]})") from None
    except (LookupError, ValueError, OSError):  # an encoding whose table cannot be loaded behind the walls
        raise FootprintError("line 1: the encoding is not supported; save the file as UTF-8") from None


def _in_utf_8(data: bytes) -> bytes:
    """Return XML that declares a Chinese encoding in UTF-8, since the parser knows no encoding of several bytes.

    What begins with a mark, or with a zero byte beside its first sign, is what that says, whatever is declared
    (RFC 7303 §3.3); the parser would look the declared name up all the same.
    """
    if data.startswith(_MARKED):
        data = in_utf_8(data)
        if _DECLARED.match(data) or b"\x00" in data:  # too long a declaration, or UTF-32
            raise LookupError("a beginning that is not understood")
        return data
    match = _ENCODING.match(data)
    if match is None:
        if _DECLARED.match(data) and not _NOTHING_DECLARED.match(data):
            raise LookupError("a declaration that is not understood")
        return data
    name = match[1].decode("ascii", "replace").lower()
    if name in CHINESE:
        return data[match.end() :].decode(CHINESE[name]).encode()
    if name not in _PLAIN:
        raise LookupError(name)
    return data


def _check_depth(root: Element) -> None:
    level, depth, seen = [root], 0, 0
    while level:
        depth, seen = depth + 1, seen + len(level)
        if depth > _MAX_XML_DEPTH:
            raise FootprintError(f"elements are nested more than {_MAX_XML_DEPTH} deep")
        if seen > _MAX_ELEMENTS:
            raise FootprintError(f"more than {_MAX_ELEMENTS:,} elements; simplify the file")
        level = [child for element in level for child in element]
