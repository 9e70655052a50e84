"""What a new draft begins with: the small empty playbook, another one under a new name, or the next version of one."""

from importlib.resources import files

from playbooks.terms.problems import Path
from playbooks.workbench.editing import EditError, set_values

#: Name of the template that is no playbook yet.
BLANK = "blank"


def blank_text() -> str:
    """Return the smallest playbook that can be used, with remarks on what to write where."""
    return (files("playbooks") / "templates" / f"{BLANK}.yaml").read_text(encoding="utf-8")


def under_name(text: str, *, slug: str) -> str:
    """Return ``text`` as a playbook of its own: another slug, version 1, everything else as it stands."""
    return _with(text, (("slug",), slug), (("version",), 1))


def next_version(text: str, *, version: int) -> str:
    """Return ``text`` with the version after ``version``."""
    return _with(text, (("version",), version + 1))


def _with(text: str, *edits: tuple[Path, object]) -> str:
    """Edit what can be found; a file that cannot be read is handed on as it is, with its problems."""
    try:
        return set_values(text, edits)
    except EditError:
        return text
