"""Loading a playbook executes nothing, opens nothing and calls nobody, whatever its text says.

An audit hook of Python's own sees every compile, exec, import, open, socket and process; none comes while it listens.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from playbooks.source.playbook import PlaybookError, load
from tests.playbooks import books
from tests.playbooks.mutating import mutant
from tests.playbooks.test_playbook_loading import LANGUAGE

_SUSPECT = ("compile", "exec", "import", "open", "os.", "socket.", "subprocess.", "ctypes.", "pickle.", "code.__new__")
_heard: list[str] | None = None


def _listen(event: str, _arguments: tuple[object, ...]) -> None:
    if _heard is not None and event.startswith(_SUSPECT):
        _heard.append(event)


@pytest.fixture(scope="module", autouse=True)
def hook() -> None:
    """Hooks can't be taken out again; this one is deaf outside of `listening`."""
    sys.addaudithook(_listen)
    load(LANGUAGE, filename="a.yaml")  # what is made once a process is made before anybody listens


@contextmanager
def listening() -> Iterator[list[str]]:
    global _heard
    heard: list[str] = []
    _heard = heard
    try:
        yield heard
    finally:
        _heard = None


def received(text: str) -> None:
    try:
        load(text, filename="a.yaml")
    except PlaybookError:
        return


HOSTILE = [
    "!!python/object/apply:os.system ['true']",
    "__import__('os').system('true')",
    "level.__class__.__mro__[1].__subclasses__()",
    "open('/etc/passwd')",
    "{{ ''.__class__ }}",
    "${jndi:ldap://localhost/a}",
    "lambda: 0",
    "exec('1')",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_is_text_or_refused_and_never_run(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    with listening() as heard:
        received(books.text(measure=f'when: {{if: "{quoted}"}}'))
        received(books.text(more=f'"{quoted}": 1\n'))
        received(books.text().replace("zh: 先办", f'zh: "{quoted}"'))
        received(books.text().replace("queue_minutes: 10", f'queue_minutes: "{quoted}"'))
        received(f"slug: {text}\n")

    assert heard == []


def test_no_mutant_makes_the_loader_run_anything() -> None:
    made = [mutant(LANGUAGE, random=random.Random(number)).text for number in range(12)]

    with listening() as heard:
        for text in made:
            received(text)

    assert heard == []


def test_the_hook_does_hear_what_runs() -> None:
    with listening() as heard:
        eval(compile("1", "told", "eval"))  # noqa: S307  # the control: what a careless loader would do

    assert {"compile", "exec"} <= set(heard)
