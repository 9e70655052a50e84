"""The bytes of elements inside a document, as they stand there: a signature holds for bytes, not for a tree.

Written out anew from a tree an element gets other prefixes, and its signature would be found broken. So a message is
cut out of the feed that holds it; what the feed declares for it (prefixes, a default namespace) is put into its tag
where it does not stand on its own feet. Only for documents that have been parsed before and hold no DTD.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
#: A mark before the document, or none: how the first bytes tell the encoding, and how many of them are no text.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", 3),
    (b"\xff\xfe", "utf-16-le", 2),
    (b"\xfe\xff", "utf-16-be", 2),
    (b"<\x00", "utf-16-le", 0),
    (b"\x00<", "utf-16-be", 0),
)
#: Declared encodings of several bytes a character, and what they are read as.
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
_TAG = re.compile(rb"<[^\s/>]+")


@dataclass(frozen=True, slots=True)
class Slice:
    """An element as it stands in its document, and the namespaces that it has from around it, by prefix."""

    data: bytes
    around: Mapping[str, str]

    def alone(self, tag: str) -> bytes:
        """Return the element as a document of its own, whose root must be `tag` (`{namespace}name`)."""
        if _root_of(self.data) == tag:
            return self.data
        end = _TAG.match(self.data)
        at = end.end() if end else 0
        declared = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(name)}" for prefix, name in sorted(self.around.items())
        )
        return self.data[:at] + declared.encode() + self.data[at:]


def slices(document: bytes, name: str) -> list[Slice]:
    """Return every element of that local name in the order of their beginnings."""
    data = in_utf_8(document)
    parser = expat.ParserCreate("utf-8")
    found: list[tuple[int, int, Mapping[str, str]]] = []
    open_at: list[tuple[int | None, dict[str, str]]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        around = open_at[-1][1] if open_at else {}
        own = {n.partition(":")[2]: v for n, v in attributes.items() if n == "xmlns" or n.startswith("xmlns:")}
        slot = None
        if tag.rpartition(":")[2] == name:
            slot = len(found)
            found.append((parser.CurrentByteIndex, -1, {p: v for p, v in around.items() if p not in own}))
        open_at.append((slot, {**around, **own} if own else around))

    def end(_tag: str) -> None:
        slot, _ = open_at.pop()
        if slot is not None:
            begun, _, around = found[slot]
            found[slot] = (begun, data.index(b">", parser.CurrentByteIndex) + 1, around)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(data, True)  # noqa: FBT003 - the parser takes no keywords
    return [Slice(data[begun:ended], around) for begun, ended, around in found]


def in_utf_8(document: bytes) -> bytes:
    """Return a document in UTF-8 without mark and declaration."""
    for begins, encoding, no_text in _MARKS:
        if document.startswith(begins):
            document = document[no_text:].decode(encoding).encode()
            return document[_declared(document) :]
    at = _declared(document)
    encoding_in = _ENCODING.search(document[:at])
    encoding = encoding_in[1].decode().lower() if encoding_in else "utf-8"
    return document[at:].decode(CHINESE.get(encoding, encoding)).encode()


def _declared(document: bytes) -> int:
    match = _DECLARATION.match(document)
    return match.end() if match else 0


def _root_of(data: bytes) -> str:
    roots: list[str] = []
    parser = expat.ParserCreate("utf-8", "}")
    parser.StartElementHandler = lambda tag, _: roots.append(tag)
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser takes no keywords
    except expat.ExpatError:
        return ""
    return f"{{{roots[0]}" if "}" in roots[0] else roots[0]
