"""What is said of a text while it is written: problems on their lines, the read view, the form, tests, differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.rules.broadcast_texts import text_prefix
from playbooks.language.model import Playbook
from playbooks.source.shelf import Shelf
from playbooks.source.yaml_source import Source
from playbooks.terms.problems import Problem, path_text
from playbooks.testing.check import results_document
from playbooks.testing.coverage import coverage, coverage_document
from playbooks.workbench.draft_check import Look, look_at, readable
from playbooks.workbench.form import form
from playbooks.workbench.meaning import difference, documents
from playbooks.workbench.read_view import describe


def checked(text: str, *, against: Playbook | None, tests: bool, shelf: Shelf) -> dict[str, Any]:
    """All that the page shows beside a text. `against` is what it is compared with, None for nothing.

    What it builds on comes from `shelf`.
    """
    look, source = look_at(text, shelf=shelf), readable(text)
    return {
        "source_digest": look.source_digest,
        "problems": [problem_document(problem) for problem in look.problems],
        "form": form(source) if source else [],
        "places": _places(source) if source else {},
    } | _of_the_playbook(look, against=against, tests=tests)


def _of_the_playbook(look: Look, *, against: Playbook | None, tests: bool) -> dict[str, Any]:
    book = look.playbook
    if book is None:
        return {
            "slug": look.slug, "version": None, "digest": None, "describe": None, "changes": None, "tests": None,
            "coverage": None,
        }  # fmt: skip
    return {
        "slug": book.slug,
        "version": book.version,
        "digest": book.digest,
        "describe": describe(book, exercise_prefix=text_prefix(exercise=True)),
        "changes": documents(difference(against, book)) if against else None,
        "tests": results_document(book) if tests else None,
        "coverage": coverage_summary(book) if tests else None,
    }


def coverage_summary(book: Playbook) -> dict[str, Any]:
    """How many rules there are and which of them no test tries: what `tongxin playbook test --coverage` prints."""
    covered = coverage_document(coverage(book))
    return {"rules": len(covered["rules"]), "gaps": covered["gaps"]}


def problem_document(problem: Problem) -> Mapping[str, Any]:
    """A problem with its place and both sentences."""
    return {
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "zh": problem.message_zh,
        "en": problem.message_en,
    }


def _places(source: Source) -> dict[str, int]:
    """Path → line of what begins a line, so that a comment on a line follows what stands there."""
    found: dict[int, str] = {}
    for path, (line, _column) in source.places.items():
        if path:
            found.setdefault(line, path_text(path))
    return {path: line for line, path in found.items()}
