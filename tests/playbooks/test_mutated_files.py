"""Thousands of playbooks broken in one place: each is refused on its line, none loads, none breaks the loader.

``TONGXIN_GATE=R`` breaks 10,000; ``make test`` a few of every kind. The controls give the trial careless loaders.
"""

import os
import random
from typing import Any

import pytest

from playbooks.source.playbook import Playbook, PlaybookError, library, library_text, load
from playbooks.terms.problems import Problem
from tests.playbooks.mutating import judge, mutant
from tests.playbooks.test_playbook_loading import LANGUAGE

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
HOW_MANY = 10_000 if WHOLE else 25
SEED = int(os.environ.get("TONGXIN_GATE_SEED", "6"))
#: One in so many is a playbook of the library, which is five times as long.
LIBRARY_ONE_IN = 12


def faults(count: int, *, seed: int, load_: Any = load) -> list[str]:
    """What is wrong with how so many mutants were received; they are the same for the same seed."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        slug = chance.choice(sorted(library()))
        text = library_text(slug) if number % LIBRARY_ONE_IN == LIBRARY_ONE_IN - 1 else LANGUAGE
        fault = judge(mutant(text, random=chance), load_=load_)
        if fault is not None:
            found.append(f"seed {seed}, mutant {number}: {fault}")
    return found


def test_every_mutant_is_refused_on_its_line_and_none_breaks_the_loader() -> None:
    assert faults(HOW_MANY, seed=SEED) == []


def one_line_off(text: str, *, filename: str) -> Playbook:
    try:
        return load(text, filename=filename)
    except PlaybookError as error:
        raise PlaybookError(
            Problem(p.filename, p.line + 1, p.column, p.path, p.message_zh, p.message_en) for p in error.problems
        ) from error


def takes_everything(text: str, *, filename: str) -> Playbook:
    return load(LANGUAGE, filename=filename)


def breaks(text: str, *, filename: str) -> Playbook:
    try:
        return load(text, filename=filename)
    except PlaybookError as error:
        raise KeyError(filename) from error


@pytest.mark.parametrize("careless", [one_line_off, takes_everything, breaks])
def test_a_careless_loader_turns_the_trial_red(careless: Any) -> None:
    assert len(faults(8, seed=SEED, load_=careless)) >= 6
