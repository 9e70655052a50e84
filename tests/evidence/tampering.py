"""Ways of falsifying an evidence bundle, each drawn at random; every one must be found, with its place (goal G32).

A careless forger leaves the chain as it is; one who knows how it is made reckons it anew, lists the files anew and
signs with a key of his own.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incident.anchors import key_id
from incident.canonical import canonical_bytes
from incident.log import chain_hash

#: The files of a bundle by name.
Members = dict[str, bytes]
#: Falsifies the members, with those of another incident at hand; says what it did and what the verifier must name.
Tampering = Callable[[random.Random, Members, Members], tuple[str, str]]
FORGER = Ed25519PrivateKey.from_private_bytes(bytes(range(7, 39)))


def members_of(bundle: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(bundle)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(members: Members) -> zipfile.ZipFile:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return zipfile.ZipFile(written)


def _events(members: Members) -> list[dict[str, Any]]:
    return [json.loads(line) for line in members["events.jsonl"].splitlines()]


def _put(members: Members, events: list[dict[str, Any]]) -> None:
    members["events.jsonl"] = b"".join(canonical_bytes(event) + b"\n" for event in events)


def _chain(members: Members, events: list[dict[str, Any]], *, since: int) -> None:
    """Positions, links and hashes are right again from the event at `since` on."""
    previous = events[since - 1]["hash"] if since else "0" * 64
    for position, event in enumerate(events[since:], since + 1):
        event["position"], event["prev"] = position, previous
        event["hash"] = previous = chain_hash(event)
    _put(members, events)
    sign_anew(members, position=len(events), head=previous)


def sign_anew(members: Members, **told: Any) -> None:
    """List all files as they are now, under a signature of the forger's."""
    members["anchor.pub"] = FORGER.public_key().public_bytes_raw().hex().encode()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in members.items() if name != "bundle.json"}
    claim = json.loads(members["bundle.json"]) | told | {"files": digests, "key": key_id(FORGER.public_key())}
    del claim["signature"]
    members["bundle.json"] = canonical_bytes(claim | {"signature": FORGER.sign(canonical_bytes(claim)).hex()})


def _line(place: int) -> str:
    return f"events.jsonl line {place + 1}"


def edit(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    """Change one bit of one file."""
    name = chance.choice(sorted(set(members) - {"bundle.json"}))
    content = bytearray(members[name])
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(7)
    members[name] = bytes(content)
    return f"edit {name} at {place}", name


def edit_event(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    """Change who did it."""
    events = _events(members)
    place = chance.randrange(len(events))
    events[place]["actor"] = {"person": "somebody", "via": "web"}
    _put(members, events)
    return f"edit event {place + 1}", _line(place)


def delete_event(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    events = _events(members)
    place = chance.randrange(len(events))
    del events[place]
    _put(members, events)
    return f"delete event {place + 1}", _line(place) if place < len(events) else "events.jsonl: ends at"


def insert_event(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    events = _events(members)
    place = chance.randrange(len(events))
    events.insert(place, dict(chance.choice(events[:place] or events[1:])))
    _put(members, events)
    return f"insert before event {place + 1}", _line(place)


def reorder(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    events = _events(members)
    place = chance.randrange(len(events) - 1)
    events[place], events[place + 1] = events[place + 1], events[place]
    _put(members, events)
    return f"swap events {place + 1} and {place + 2}", _line(place)


def truncate(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    """Cut off the end."""
    events = _events(members)
    left = chance.randrange(len(events))
    _put(members, events[:left])
    return f"keep {left} events", f"events.jsonl: ends at {left}"


def truncate_with_care(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    """Cut off the end, and the anchors that tell of it."""
    events = _events(members)
    left = chance.randrange(1, len(events))
    for name in [name for name in members if name.startswith("anchors/")]:
        if any(position > left for _stream, position, _digest in json.loads(members[name])["heads"]):
            del members[name]
    _chain(members, events[:left], since=left)
    return f"keep {left} events and sign anew", "bundle.json"


def swap_chains(_chance: random.Random, members: Members, other: Members) -> tuple[str, str]:
    """Another incident's events under this one's list of contents."""
    members["events.jsonl"] = other["events.jsonl"]
    return "another incident's events", _line(0)


def rewrite(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    """What an administrator of the database can do: everything again from some event on, lists and all."""
    events = _events(members)
    place = chance.randrange(len(events))
    events[place]["data"] = {"rewritten": chance.randrange(1000)}
    _chain(members, events, since=place)
    return f"rewrite from event {place + 1} on", "not the event that stood there"


def lose_a_file(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    name = chance.choice(sorted(set(members) - {"bundle.json"}))
    del members[name]
    return f"lose {name}", name


def redact_by_hand(chance: random.Random, members: Members, _other: Members) -> tuple[str, str]:
    """Say that a text was redacted which was not."""
    lines = [json.loads(line) for line in members["texts.jsonl"].splitlines()]
    text = chance.choice(lines)
    text["redacted_at"] = "2008-05-12T07:00:00.000Z"
    del members[f"texts/{text['digest']}"]
    members["texts.jsonl"] = b"".join(canonical_bytes(line) + b"\n" for line in lines)
    return f"redact {text['digest']}", "texts.jsonl"


TAMPERINGS: tuple[Tampering, ...] = (
    edit, edit_event, delete_event, insert_event, reorder, truncate, truncate_with_care, swap_chains, rewrite,
    lose_a_file, redact_by_hand,
)  # fmt: skip
