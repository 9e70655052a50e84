"""Playbooks and moments as commands are given them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incident.cli.refusals import BadInput

if TYPE_CHECKING:
    from playbooks.source.playbook import Playbook


def read_playbook(given: str) -> Playbook:
    """The playbook in the YAML file `given`, its parents and fragments beside it, or the library's of that name."""
    from incident.cli.playbook_shelf import Folder
    from playbooks.source.playbook import library, load

    known: dict[str, Any] = library()
    if given in known and not Path(given).is_file():
        found: Playbook = known[given]
        return found
    return load(playbook_text(given), filename=given, shelf=Folder(Path(given).parent))


def playbook_text(given: str) -> str:
    """The YAML of a file, or of the library's playbook of that name."""
    from playbooks.source.playbook import library, library_text

    path = Path(given)
    if path.is_file():
        try:
            return path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise BadInput(f"{given}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    if given in library():
        return library_text(given)
    raise BadInput(f"{given}: there is no such file, and no such playbook (library: {', '.join(sorted(library()))})")


def moment_from(text: str | None, begins: str | None, *, option: str) -> datetime:
    """The moment given by an option, else when the footprint begins, else now."""
    given = text or begins
    if given is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise BadInput(f"{option}: {given!r} is no ISO 8601 time such as 2008-05-12T15:00:00+08:00") from error
    if moment.tzinfo is None:
        raise BadInput(f"{option}: {given!r} has no offset; write it as {given}+08:00")
    return moment
