"""Provincial variants that ship with the house: they are offered to whoever wants to adopt one, and never planned from.

A variant's file builds on a playbook of the library (`extends`) and bears its slug and the province's code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from playbooks.language.model import Playbook
from playbooks.source.playbook import load


@dataclass(frozen=True)
class ShippedVariant:
    """One variant: its file and what that says."""

    slug: str
    #: Adcode of the province that it was written for.
    province: str
    text: str
    playbook: Playbook


@cache
def shipped_variants() -> Mapping[str, ShippedVariant]:
    """The variants, by slug."""
    found: dict[str, ShippedVariant] = {}
    for entry in sorted((files("playbooks") / "library" / "variants").iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".yaml"):
            slug, text = entry.name.removesuffix(".yaml"), entry.read_text(encoding="utf-8")
            found[slug] = ShippedVariant(slug, slug.rpartition("-")[2], text, load(text, filename=entry.name))
    return found


def parent_of(playbook: Playbook) -> tuple[str, str] | None:
    """Slug and digest of the playbook that this one builds on; None: it stands alone."""
    parents = [one for one in playbook.lineage if one.kind == "playbook"]
    return (parents[-1].name, parents[-1].digest) if parents else None
