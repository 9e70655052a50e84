"""Verifies an evidence bundle of Tongxin. Needs Python 3.9 or later and nothing else; it lies in every bundle.

    python verifier.py BUNDLE.zip [--key KEY.pub]

Exit 0: nothing is missing or changed. 1: faults, each on a line with its place. 2: this is no bundle.

What it proves: every event is there, in order and unchanged (a SHA-256 chain over canonical JSON, RFC 8785); every
text and file that an event names is there or is said to be redacted; the list of contents is signed (Ed25519,
RFC 8032); and the log is the one whose end was signed minute by minute while the incident ran. A bundle brings a
public key with it, which proves only that all of it has one maker: compare its id with the one you were given on
another way, or pass that key with --key.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMAT = "tongxin-evidence/1"
ANCHOR_FORMAT = "tongxin-anchor/1"
NOTHING_BEFORE = "0" * 64


class NoBundle(Exception):
    """The file cannot be read as a bundle; the message says why."""


# Canonical JSON (RFC 8785) of what the log may hold: no floats stand in it.


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of `value`."""
    return json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _in_order(value: Any) -> Any:
    """Names in the order of their UTF-16, in which RFC 8785 wants them."""
    if isinstance(value, list):
        return [_in_order(part) for part in value]
    if isinstance(value, dict):
        return {name: _in_order(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return value


def _read(text: bytes) -> Any:
    return json.loads(text.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)


def _refuse(number: str) -> None:
    raise ValueError(f"{number} may not stand in a log")


# Ed25519, verification only, after the Python of RFC 8032, section 6: points as (X, Y, Z, T), x = X/Z, y = Y/Z.

Point = tuple[int, int, int, int]

_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)


def _add(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % _P
    f = (a[1] + a[0]) * (b[1] + b[0]) % _P
    g = 2 * a[3] * b[3] * _D % _P
    h = 2 * a[2] * b[2] % _P
    return ((f - e) * (h - g) % _P, (h + g) * (f + e) % _P, (h - g) * (h + g) % _P, (f - e) * (f + e) % _P)


def _times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _point(encoded: bytes) -> Point | None:
    """Return the point behind 32 bytes; None where there is none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P)
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return (_P - x if x & 1 != sign else x, y, 1, (_P - x if x & 1 != sign else x) * y % _P)


_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960
_BASE: Point = (_X, _Y, 1, _X * _Y % _P)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64 bytes are the signature of `message` by the holder of the 32-byte public key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, drawn, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or drawn is None or s >= _Q:
        return False
    told = hashlib.sha512(signature[:32] + key + message).digest()
    left, right = _times(s, _BASE), _add(drawn, _times(int.from_bytes(told, "little") % _Q, public))
    return not (left[0] * right[2] - right[0] * left[2]) % _P and not (left[1] * right[2] - right[1] * left[2]) % _P


def key_id(key: bytes) -> str:
    """Return how people name a key: 16 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:16]


# The bundle.


class Bundle:
    """A bundle that can be read as one: its list of contents, and its files; NoBundle where it cannot."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.names = set(file.namelist())
        if len(self.names) != len(file.namelist()):
            raise NoBundle("a name stands in it twice")
        try:
            self.told = _read(file.read("bundle.json"))
            kinds = {"format": str, "stream": str, "world": str, "position": int, "head": str, "files": dict}
            fine = all(type(self.told[name]) is kind for name, kind in kinds.items())
        except (KeyError, TypeError, ValueError) as error:
            raise NoBundle(f"bundle.json: missing or not readable ({error})") from error
        if not fine or self.told["format"] != FORMAT:
            raise NoBundle(f"bundle.json: not of the format {FORMAT}")

    def read(self, name: str) -> bytes:
        """All bytes of a file; none where it is not there."""
        return self._file.read(name) if name in self.names else b""

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """The lines of a file with their numbers, without holding it whole."""
        if name in self.names:
            with self._file.open(name) as file:
                for number, line in enumerate(file, 1):
                    yield number, line.rstrip(b"\n")

    def digest(self, name: str) -> str:
        """SHA-256 of a file, in hex."""
        with self._file.open(name) as file:
            found = hashlib.sha256()
            while chunk := file.read(1 << 20):
                found.update(chunk)
        return found.hexdigest()


def faults_of(bundle: Bundle, key: bytes) -> list[str]:
    """Return all that is wrong, as lines that begin with the place; `key` are the 32 bytes of the public key."""
    claim = {name: value for name, value in bundle.told.items() if name != "signature"}
    faults = [] if _signed(key, claim, bundle.told.get("signature")) else ["bundle.json: not signed by this key"]
    listed = bundle.told["files"]
    for name in sorted(set(listed) | bundle.names - {"bundle.json"}):
        if name not in bundle.names:
            faults.append(f"{name}: listed and not there")
        elif name not in listed:
            faults.append(f"{name}: there and not listed")
        elif bundle.digest(name) != listed[name]:
            faults.append(f"{name}: not the bytes that were listed")
    anchored, found = _anchors(bundle, key)
    texts, more = _texts(bundle)
    return faults + found + more + _events(bundle, anchored, texts)


def _signed(key: bytes, claim: Any, signature: Any) -> bool:
    try:
        return is_signed(key, canonical(claim), bytes.fromhex(signature))
    except (TypeError, ValueError):
        return False


def _anchors(bundle: Bundle, key: bytes) -> tuple[dict[int, list[tuple[str, str, str]]], list[str]]:
    """What was signed while the log grew: by position, which event stood there, when, and which file says so."""
    said: dict[int, list[tuple[str, str, str]]] = {}
    faults = []
    for name in sorted(name for name in bundle.names if name.startswith("anchors/")):
        try:
            anchor = _read(bundle.read(name))
            claim = {part: value for part, value in anchor.items() if part != "signature"}
            heads = {stream: (position, digest) for stream, position, digest in anchor["heads"]}
            fine, at = anchor["format"] == ANCHOR_FORMAT and anchor["world"] == bundle.told["world"], anchor["at"]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            faults.append(f"{name}: cannot be read ({error})")
            continue
        if not fine or not _signed(key, claim, anchor.get("signature")):
            faults.append(f"{name}: not signed by this key for this world")
        elif bundle.told["stream"] in heads:
            position, digest = heads[bundle.told["stream"]]
            said.setdefault(position, []).append((digest, at, name))
    return said, faults


def _texts(bundle: Bundle) -> tuple[set[str], list[str]]:
    """The digests of the texts that are there with their salt, or were redacted."""
    known, faults = set(), []
    for number, line in bundle.lines("texts.jsonl"):
        try:
            text = _read(line)
            digest, salt, redacted_at = text["digest"], bytes.fromhex(text["salt"]), text["redacted_at"]
        except (KeyError, TypeError, ValueError) as error:
            faults.append(f"texts.jsonl line {number}: cannot be read ({error})")
            continue
        known.add(digest)
        name = f"texts/{digest}"
        if name in bundle.names and hashlib.sha256(salt + bundle.read(name)).hexdigest() != digest:
            faults.append(f"{name}: not the text that was recorded")
        elif name not in bundle.names and redacted_at is None:
            faults.append(f"{name}: missing")
    return known, faults


def _events(bundle: Bundle, anchored: dict[int, list[tuple[str, str, str]]], texts: set[str]) -> list[str]:
    """The chain, held against what was signed, and against the texts that are there."""
    faults: list[str] = []
    position, previous = 0, NOTHING_BEFORE
    for number, line in bundle.lines("events.jsonl"):
        place = f"events.jsonl line {number}"
        try:
            event = _read(line)
            whole, digest = canonical(event) == line, event.pop("hash")
            reckoned = hashlib.sha256(bytes.fromhex(event["prev"]) + canonical(event)).hexdigest()
            after, stream, stands, wanted = event["prev"], event["stream"], event["position"], list(event["texts"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            faults.append(f"{place}: no event ({type(error).__name__}: {error})")
            position += 1
            continue
        wrong = {
            "not in canonical form": not whole,
            f"of another log, {stream}": stream != bundle.told["stream"],
            f"position {stands} stands where {position + 1} belongs": stands != position + 1,
            "does not follow from the event before it": after != previous,
            "its content is not what was recorded": reckoned != digest,
        }
        faults += [f"{place}: {what}" for what, found in wrong.items() if found]
        faults += [f"{place}: its text {text} is not in the bundle" for text in wanted if text not in texts]
        position, previous = position + 1, digest
        for other, at, name in anchored.pop(position, ()):
            if other != digest:
                faults.append(f"{place}: not the event that stood there at {at}, says {name}")
    if (position, previous) != (bundle.told["position"], bundle.told["head"]):
        faults.append(f"events.jsonl: ends at {position}, the log ended at {bundle.told['position']}")
    for gone, said in sorted(anchored.items()):
        faults += [f"events.jsonl: event {gone} was there at {at} and is gone, says {name}" for _, at, name in said]
    return faults


def main(arguments: list[str]) -> int:
    """Verify the bundle that the command line names; the exit code."""
    parser = argparse.ArgumentParser(description="Verify an evidence bundle of Tongxin.")
    parser.add_argument("bundle")
    parser.add_argument("--key", help="file with the maker's public key in hex, as you were given it")
    given = parser.parse_args(arguments)
    try:
        with zipfile.ZipFile(given.bundle) as file:
            bundle = Bundle(file)
            key = _key(given.key) if given.key else bytes.fromhex(bundle.read("anchor.pub").decode("ascii"))
            faults = faults_of(bundle, key)
    # RuntimeError: a part is encrypted; NotImplementedError: packed in a way that this Python does not know
    except (NoBundle, OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"{given.bundle}: {error}\n")
        return 2
    told, whose = bundle.told, "the key you gave"
    if not given.key:
        whose = f"the key in the bundle, {key_id(key)}: compare it with the one you know"
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{told['stream']}: {told['position']} events, signed by {whose}\n")
    sys.stdout.write(f"faults: {len(faults)}\n" if faults else "nothing is missing or changed\n")
    return 1 if faults else 0


def _key(path: str) -> bytes:
    try:
        return bytes.fromhex(Path(path).read_text("ascii").strip())
    except ValueError as error:
        raise NoBundle(f"{path}: not a public key of 32 bytes in hex ({error})") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
