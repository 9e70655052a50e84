"""One example of every measure type: fields that its own checks take, and a playbook that uses all of them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from playbooks.source.playbook import Playbook, load

FILE = Path(__file__).with_name("every_type.yaml")


@cache
def every_type() -> Playbook:
    """The playbook that has each measure type once."""
    return load(FILE.read_text(encoding="utf-8"), filename=FILE.name)


def fields_of(kind: str) -> dict[str, Any]:
    """The fields that it gives a measure type, as plain values."""
    fields: Mapping[str, Any] = next(item.fields for item in every_type().measures if item.kind == kind)
    return dict(fields)
