"""What a wrong input, file or setting looks like on the command line: plain lines, exit 2.

Only errors that say something to the person who typed the command are listed; anything else is a fault of the
house and keeps its traceback.
"""

from __future__ import annotations

import re

import click
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError

from geo.errors import GeoError
from incident.errors import Refusal
from playbooks.terms.problems import PlaybookError

FOUND = 1
USAGE = 2


class BadInput(click.ClickException):
    """Something the person typed or configured cannot be used; the message is one plain line."""

    exit_code = USAGE


#: Errors that a person can mend, named in DESIGN.md §4 as exit 2.
KINDS: tuple[type[Exception], ...] = (
    click.ClickException,
    GeoError,
    PlaybookError,
    Refusal,
    ValidationError,
    DatabaseError,
    ArgumentError,
    OSError,
)


def lines_of(error: Exception) -> list[str]:
    """The lines to print for an error of `KINDS`; raises it again when it names nothing a person could mend."""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return [f"{error.ctx.command_path}: {_one(error.format_message())} (see {error.ctx.command_path} --help)"]
    if isinstance(error, click.ClickException):
        return [_one(error.format_message())]
    if isinstance(error, PlaybookError):
        return [_one(str(problem)) for problem in error.problems]
    if isinstance(error, Refusal):
        return [f"{error.field}: {_one(error.en)}" if error.field else _one(error.en)]
    if isinstance(error, ValidationError):
        return [f"{_setting(problem['loc'])}: {_one(problem['msg'])}" for problem in error.errors()]
    if isinstance(error, DBAPIError):
        return [f"database: {_one(str(error.orig))}; `tongxin doctor` says what is wrong with it"]
    if isinstance(error, ArgumentError):
        return [f"TONGXIN_DATABASE_URL: {_one(str(error))}"]
    if isinstance(error, OSError):
        if error.filename is None:
            raise error
        return [f"{error.filename}: {error.strerror}"]
    return [_one(str(error))]


def _one(text: str) -> str:
    """The text on one line."""
    return re.sub(r"\s*\n\s*", "; ", text.strip())


def _setting(loc: tuple[int | str, ...]) -> str:
    """A settings field by the name it has in the environment."""
    return "TONGXIN_" + ".".join(str(step) for step in loc).upper()
