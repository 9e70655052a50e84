"""Breaking a playbook in one place, so that it can't be good any more and one knows on which line.

What is broken is something that is written there (a name, a number, a word, a reference, a moment, a condition, the
form of the file itself); each way of breaking it says the line on which an error must stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from playbooks.language.model import Playbook
from playbooks.measures import KINDS
from playbooks.source.known_words import words_at
from playbooks.source.playbook import load
from playbooks.source.yaml_source import Source, read_yaml
from playbooks.terms.problems import Path, PlaybookError

#: Parts whose words come out of closed lists, or must be named elsewhere in the file.
_WORDS = frozenset(
    {"levels", "colours", "hazards", "provinces", "target", "phase", "kind", "rules", "segments", "role", "channel"}
    | {
        "sources",
        "team",
        "message",
        "task_notice",
        "depends_on",
        "parameter",
        "approval",
        "planned",
        "omitted",
        "colour",
    }
)
_FREE = frozenset({"title", "summary", "owner", "why", "text", "correction", "reference", "checklist"})


@dataclass(frozen=True)
class Mutant:
    """A broken text, where an error must stand, and how it was broken."""

    text: str
    line: int
    how: str


def mutant(text: str, *, random: Random) -> Mutant:
    """Break ``text``, a good playbook, in one place."""
    source = read_yaml(text, filename="base.yaml")
    while True:
        found = random.choice(_WAYS)(source, random)
        if found is not None:
            return found


def judge(made: Mutant, *, load_: Callable[..., Playbook] = load) -> str | None:
    """Return what is wrong with how ``made`` was received; None where it was refused on its line."""
    try:
        load_(made.text, filename="mutant.yaml")
    except PlaybookError as error:
        lines = sorted({problem.line for problem in error.problems})
        if made.line not in lines:
            return f"{made.how}: broken on line {made.line}, refused on {lines}: {error.problems[0]}"
        if any(problem.column < 1 or not problem.message_zh for problem in error.problems):
            return f"{made.how}: an error without its column or its words"
        return None
    except Exception as error:  # noqa: BLE001  # whatever else comes out of loading is what this looks for
        return f"{made.how}: line {made.line}: {type(error).__name__}: {error}"
    return f"{made.how}: broken on line {made.line} and loaded"


def _index(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at + column - 1


def _leaves(source: Source) -> list[tuple[Path, Any]]:
    """Plain values with their paths, those of free texts left out."""
    found: list[tuple[Path, Any]] = []

    def walk(value: Any, path: Path) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, (*path, name))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, (*path, index))
        elif path in source.spans and not _FREE & set(map(str, path)):
            found.append((path, value))

    walk(source.data, ())
    return found


def _replaced(source: Source, path: Path, new: str, how: str) -> Mutant:
    start, end = source.spans[path]
    text = source.text[:start] + new + source.text[end:]
    return Mutant(text, source.text.count("\n", 0, start) + 1, f"{how} at {path}")


def _misspelt(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    put = "z" if word[at] == "q" else "q"
    return random.choice([word[:at] + put + word[at:], word[:at] + put + word[at + 1 :], word + put])


def _a_name(source: Source, random: Random) -> Mutant | None:
    """A name that the schema knows, spelt otherwise."""
    path = random.choice([path for path in source.places if path and isinstance(path[-1], str)])
    known = words_at(Playbook, path[:-1])
    if len(path) == 4 and path[0] == "measures" and path[2] == "fields":
        kind = source.data["measures"][path[1]]["kind"]
        known = tuple(KINDS[kind].fields_model.model_fields)
    if path[-1] not in known:
        return None
    start = _index(source.text, *source.places[path])
    name = str(path[-1])
    text = source.text[:start] + _misspelt(name, random) + source.text[start + len(name) :]
    return Mutant(text, source.places[path][0], f"a name at {path}")


def _a_number(source: Source, random: Random) -> Mutant | None:
    """A number that is none, or that no field allows."""
    path, _ = random.choice([leaf for leaf in _leaves(source) if type(leaf[1]) is int])
    return _replaced(
        source, path, random.choice(["many", "1.5", "[1]", "{a: 1}", str(-(2**63)), str(2**70)]), "a number"
    )


def _a_word(source: Source, random: Random) -> Mutant | None:
    """A word of a closed list, or a reference, spelt otherwise."""
    leaves = [leaf for leaf in _leaves(source) if isinstance(leaf[1], str) and _WORDS & set(map(str, leaf[0][-2:]))]
    path, value = random.choice(leaves)
    # Names under which things are declared, and the fields of a kind, are other matters.
    if "fields" in path or path[-1] in ("id", "name", "unit") or path[0] == "hazards" or path[:1] == ("teams",):
        return None
    return _replaced(source, path, random.choice([_misspelt(value, random), "7", "[a, [b]]"]), "a word")


def _a_moment(source: Source, random: Random) -> Mutant | None:
    """A moment that is none."""
    leaves = [leaf for leaf in _leaves(source) if leaf[0][-1] in ("from", "until")]
    path, value = random.choice(leaves)
    return _replaced(source, path, random.choice([f"x{value}", "T+7", "tomorrow", "T+1w", "3"]), "a moment")


def _a_condition(source: Source, random: Random) -> Mutant | None:
    """A condition with a name, a unit or a sign that there is none of."""
    leaves = [leaf for leaf in _leaves(source) if leaf[0][-1] == "if"]
    if not leaves:
        return None
    path, _ = random.choice(leaves)
    wrong = ["hals >= 2 halls", "halls >= 2 hals", "halls => 2 halls", "halls >= 2 CSI", "halls", "(halls > 1 halls"]
    return _replaced(source, path, random.choice(wrong), "a condition")


def _the_form(source: Source, random: Random) -> Mutant | None:
    """What no playbook may have: anchors, aliases, tags, a name twice, a control character."""
    path, _ = random.choice(_leaves(source))
    start, end = source.spans[path]
    if "\n" in source.text[start:end]:
        return None
    old = source.text[start:end]
    new = random.choice(["&a " + old, "*a", "!!python/object/apply:os.system " + old, old + "\x07"])
    return _replaced(source, path, new, "the form")


def _a_line_twice(source: Source, random: Random) -> Mutant | None:
    """A name given twice in one group."""
    lines = source.text.split("\n")
    tops = [(i, line) for i, line in enumerate(lines) if line[:1].isalpha() and line.rstrip()[-1:] not in (":", "")]
    at, line = random.choice(tops)
    return Mutant("\n".join([*lines[: at + 1], line, *lines[at + 1 :]]), at + 2, f"line {at + 1} twice")


_WAYS: tuple[Callable[[Source, Random], Mutant | None], ...] = (
    _a_name,
    _a_name,
    _a_number,
    _a_word,
    _a_moment,
    _a_condition,
    _the_form,
    _a_line_twice,
)
