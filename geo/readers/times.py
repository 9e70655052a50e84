"""Times as they stand in files, into ISO 8601 with an offset; what has none is told, not guessed."""

import re
from datetime import datetime
from typing import Any

_FORM = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")


def with_offset(text: Any, notes: list[str], *, field: str = "time") -> str | None:
    """Return a time as ISO 8601 with its offset; none, with a note, when it has no offset or is no time."""
    if text is None or text == "":
        return None
    said = str(text)[:40].strip()
    if not _FORM.fullmatch(said):
        notes.append(f"{field} {said!r} is no time of the form 2008-05-12T14:28:04+08:00; left out.")
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+(?=Z|[+-]\d\d:?\d\d$)", "", said))
    except ValueError:
        notes.append(f"{field} {said!r} is no time; left out.")
        return None
    if moment.tzinfo is None:
        notes.append(f"{field} {said!r} has no time zone; left out.")
        return None
    return moment.isoformat()
