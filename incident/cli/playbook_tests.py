"""What `tongxin playbook test` prints: the tests of files, of a folder or of the library, in words or as one document.

The document is for an operator's own CI: ``{"schema": "playbook-tests/1", "passed": …, "playbooks": [{"file", "slug",
"version", "digest", "tests": [{"id", "title", "passed", "failures"}], "coverage": {…} or null}]}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from incident.cli.refusals import BadInput
from playbooks.language.model import Playbook
from playbooks.testing.check import results_document
from playbooks.testing.coverage import coverage, coverage_document

SCHEMA = "playbook-tests/1"


def files_of(given: Sequence[str]) -> list[str]:
    """Return files and names as they are, and the playbooks (``*.yaml``) of each folder; BadInput for an empty one."""
    found: list[str] = []
    for one in given:
        if not Path(one).is_dir():
            found.append(one)
            continue
        inside = sorted(str(path) for path in Path(one).glob("*.yaml"))
        if not inside:
            raise BadInput(f"{one}: there is no playbook (*.yaml) in this folder")
        found += inside
    return found


def results_of(file: str, playbook: Playbook, *, with_coverage: bool) -> dict[str, Any]:
    """Return the results of one playbook as plain values; ``coverage`` is None where it was not asked for."""
    return {
        "file": file,
        "slug": playbook.slug,
        "version": playbook.version,
        "digest": playbook.digest,
        "tests": results_document(playbook),
        "coverage": coverage_document(coverage(playbook)) if with_coverage else None,
    }


def good(results: dict[str, Any]) -> bool:
    """Whether there is a test, all passed, and no rule is left untried where that was asked."""
    tried = not results["coverage"] or not results["coverage"]["gaps"]
    return bool(results["tests"]) and all(test["passed"] for test in results["tests"]) and tried


def document_of(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the results of all playbooks as one document."""
    return {"schema": SCHEMA, "passed": all(good(one) for one in results), "playbooks": list(results)}


def in_words(results: dict[str, Any]) -> Iterator[str]:
    """Yield one playbook's results line by line, for people."""
    for test in results["tests"]:
        yield f"{'passed' if test['passed'] else 'FAILED'}  {test['id']}: {test['title']['en']}"
        for failure in test["failures"]:
            yield f"        {failure['en']}"
    if results["coverage"]:
        for gap in results["coverage"]["gaps"]:
            yield f"untried {gap['en']}"
        rules, gaps = results["coverage"]["rules"], results["coverage"]["gaps"]
        yield f"{results['file']}: {len(rules) - len(gaps)} of {len(rules)} rules are tried by its tests"
    failed = sum(not test["passed"] for test in results["tests"])
    yield f"{results['file']}: {len(results['tests'])} tests, {failed} failed"
