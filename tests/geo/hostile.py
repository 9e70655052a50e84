"""Hostile footprint files and the trial they are put to (RELIABILITY.md G22).

A *kind* is a builder: from a seeded generator and the ground (a canary file, a listening port) it makes one file.
`case(seed, index)` is the same file for ever. The trial reads it as an upload is read and looks for what must not be:
the canary's words in any answer, a connection to the listener, an answer that is not one printable line or comes
late, a child that leaves something behind.
"""

import contextlib
import json
import random
import secrets
import socket
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import FootprintError
from geo.footprint import Footprint, to_geojson
from geo.sandbox import WALL_SECONDS, HowToRead, read_bytes_apart

#: A child is stopped after fifteen seconds; on a machine where everything runs at once, starting it and taking it
#: down, and a second child that places regions, come on top.
LATEST_SECONDS = WALL_SECONDS + 10.0
Read = Callable[[bytes, str, HowToRead], Footprint]


@dataclass(frozen=True)
class Ground:
    """What a hostile file reaches for."""

    canary: Path
    port: int

    @property
    def url(self) -> str:
        """An address whose visit would be seen."""
        return f"http://127.0.0.1:{self.port}/canary"


@dataclass(frozen=True)
class Made:
    """The bytes of one file, its name, and what the sender says beside it."""

    data: bytes
    name: str
    how: HowToRead = field(default_factory=HowToRead)


Builder = Callable[[random.Random, Ground], Made]
KINDS: dict[str, Builder] = {}


def kind(builder: Builder) -> Builder:
    """Enter a builder into the table under its name."""
    KINDS[builder.__name__] = builder
    return builder


@dataclass(frozen=True)
class Case:
    """One file of one kind."""

    kind: str
    seed: int
    index: int
    made: Made


def case(seed: int, index: int, ground: Ground) -> Case:
    """Return the file of that seed and index; every kind comes in turn."""
    names = list(KINDS)
    name = names[index % len(names)]
    made = KINDS[name](random.Random(f"{seed}:{index}"), ground)
    return Case(name, seed, index, made)


class Trial:
    """A canary and a listener; `faults` reads one file and says what was wrong with the answer."""

    def __init__(self, folder: Path) -> None:
        self.words = f"canary-{secrets.token_hex(12)}"
        canary = folder / "canary.txt"
        canary.write_text(f"{self.words}\n", "utf-8")
        self._server = socket.create_server(("127.0.0.1", 0))
        self._visits = 0
        self.ground = Ground(canary, self._server.getsockname()[1])
        self._folder = folder
        self._server.setblocking(False)

    def __enter__(self) -> "Trial":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    @property
    def visits(self) -> int:
        """How many connections there have been: the kernel holds each for us, so none is counted late."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self._server.accept()[0].close()
                self._visits += 1
        return self._visits

    def faults(self, hostile: Case, *, read: Read | None = None) -> list[str]:
        """Read one file; the list is empty when the answer is as it must be."""
        who = f"{hostile.kind} (seed {hostile.seed}, index {hostile.index})"
        begun = time.monotonic()
        try:
            footprint = (read or _upload)(hostile.made.data, hostile.made.name, hostile.made.how)
            answer = json.dumps([to_geojson(footprint), repr(footprint)], ensure_ascii=False)
            lines = [footprint.title, footprint.source, *footprint.notes, footprint.crs]
        except FootprintError as error:
            answer, lines = str(error), [str(error)]
        took = time.monotonic() - begun
        found = [f"{who}: answered after {took:.1f} s"] if took > LATEST_SECONDS else []
        if self.words in answer:
            found.append(f"{who}: the canary's words are in the answer")
        found += [f"{who}: not one plain line: {line[:80]!a}" for line in lines if not _is_plain(line)]
        return found

    def left_behind(self) -> list[str]:
        """What children of this trial left in the folder beside the canary, which is their temporary one."""
        return sorted(path.name for path in self._folder.iterdir() if path != self.ground.canary)


def _upload(data: bytes, name: str, how: HowToRead) -> Footprint:
    return read_bytes_apart(data, name=name, how=how)


def _is_plain(line: str) -> bool:
    unseen = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return 0 < len(line) <= 700 and not any(unicodedata.category(character) in unseen for character in line)
