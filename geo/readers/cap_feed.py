"""Atom and RSS indexes of CAP messages: their entries, with the messages that some hold themselves."""

from xml.etree.ElementTree import Element

from geo.cap import CapEntry, CapFeed
from geo.errors import FootprintError
from geo.readers import MAX_TEXT
from geo.readers.cap_message import alert_of
from geo.readers.cap_signature import unchecked
from geo.readers.opened import XmlDocument, children, local, text_of

_MAX_ENTRIES = 5_000
_CAP = "application/cap+xml"


def is_feed(document: XmlDocument) -> bool:
    """Say whether the root element is that of Atom or RSS."""
    return document.name in ("feed", "rss")


def feed_of(document: XmlDocument) -> CapFeed:
    """Return what a feed lists; FootprintError when it is endless."""
    atom = document.name == "feed"
    head = document.root if atom else next(iter(children(document.root, "channel")), document.root)
    entries = children(head, "entry" if atom else "item")
    if len(entries) > _MAX_ENTRIES:
        raise FootprintError(f"the feed has {len(entries):,} entries; at most {_MAX_ENTRIES:,} are read")
    listed = tuple(_entry(entry) for entry in entries)
    problems = [] if _text(head, "title") else ["title is missing"]
    if atom and not _text(head, "id"):
        problems.append("id is missing")
    problems += [f"entry {i}: id is missing" for i, entry in enumerate(listed, start=1) if not entry.identifier]
    return CapFeed(
        kind="Atom" if atom else "RSS",
        title=_text(head, "title"),
        identifier=_text(head, "id") or _text(head, "link"),
        updated=_text(head, "updated") or _text(head, "lastBuildDate"),
        entries=listed,
        problems=tuple(problems),
    )


def alerts_in(document: XmlDocument) -> list[tuple[str, Element]]:
    """Return the identifiers and alerts of the entries that hold their message."""
    entries = (e for e in document.root.iter() if local(e.tag) in ("entry", "item"))
    found = [(_text(entry, "id") or _text(entry, "guid"), _held(entry)) for entry in entries]
    return [(identifier, alert) for identifier, alert in found if alert is not None]


def _entry(entry: Element) -> CapEntry:
    alert = _held(entry)
    return CapEntry(
        title=_text(entry, "title"),
        identifier=_text(entry, "id") or _text(entry, "guid"),
        updated=_text(entry, "updated") or _text(entry, "pubDate"),
        link=_link(entry),
        # a list is looked through; whoever takes a message out of it has its signature checked
        alert=alert_of(alert, unchecked(alert)) if alert is not None else None,
    )


def _held(entry: Element) -> Element | None:
    return next((element for element in entry.iter() if local(element.tag) == "alert"), None)


def _link(entry: Element) -> str:
    links = children(entry, "link")
    best = sorted(links, key=lambda link: link.get("type") != _CAP)
    return next(((link.get("href") or link.text or "").strip()[:MAX_TEXT] for link in best), "")


def _text(element: Element, name: str) -> str:
    return " ".join(text_of(element, name).split())[:MAX_TEXT]
