"""A kept answer is made once, for all who ask at once; what could not be made is tried again."""

from __future__ import annotations

import threading

import pytest

from incident.memo import Memo


def test_the_last_asked_are_kept_and_the_oldest_goes() -> None:
    memo: Memo[str] = Memo(most=2)
    made: list[str] = []

    def ask(key: str) -> str:
        return memo.of(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_two_who_ask_at_once_wait_for_one_making() -> None:
    memo: Memo[int] = Memo()
    made, begun, go_on = [], threading.Event(), threading.Event()

    def make() -> int:
        made.append(1)
        begun.set()
        assert go_on.wait(5)
        return 7

    answers: list[int] = []
    askers = [threading.Thread(target=lambda: answers.append(memo.of("k", make))) for _ in range(3)]
    for asker in askers:
        asker.start()
    assert begun.wait(5)
    go_on.set()
    for asker in askers:
        asker.join(5)
    assert (answers, made) == ([7, 7, 7], [1])


def test_what_fails_is_raised_and_tried_again() -> None:
    memo: Memo[int] = Memo()

    def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        memo.of("k", fail)
    assert memo.of("k", lambda: 1) == 1
