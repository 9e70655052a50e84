"""What one playing of the demo needs to know, kept in its folder so that it can go on after a stop or a crash."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

FILE = "demo.json"


@dataclass(frozen=True)
class Run:
    """One run: its own id (all others follow from it), the scenario, chance, and the accounts' one password."""

    id: uuid.UUID
    scenario: str
    seed: int
    speed: int
    password: str
    #: The story has been told to its end.
    over: bool = False

    def ended(self) -> Run:
        return replace(self, over=True)


def read_run(folder: Path) -> Run | None:
    """The run that lives in `folder`; None when there is none that can be read."""
    try:
        return TypeAdapter(Run).validate_json((folder / FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def write_run(folder: Path, run: Run) -> None:
    """Keep the run; only this machine's user may read it, for the password stands in it."""
    new = folder / f"{FILE}.new"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(TypeAdapter(Run).dump_json(run))
    new.replace(folder / FILE)
