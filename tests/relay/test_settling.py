"""Which message a report is about, and what is never believed of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from notifications.relay.journal import Journal, Tallies, tally_of
from notifications.relay.settling import Handover, News, NotTaken, Reported, Settling, Taken

ONE, TWO, OTHER_JOB = Handover(1, 1, 13800000001, 0), Handover(2, 1, 13800000002, 0), Handover(3, 2, 13800000001, 0)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Two jobs of one part; three messages are handed over, two of them to one number."""
    made = Journal(tmp_path / "own")
    with made.writing() as books:
        for job in (1, 2):
            row = (job, f"key:{job}")
            books.execute("INSERT INTO job VALUES (?, ?, '', '', '{}', 1, 2, 2, 1, 0, 0, 9, 0, 0, '')", row)
        for what in (ONE, TWO, OTHER_JOB):
            books.execute("INSERT INTO sent VALUES (?, ?, ?, 0, 'H', NULL, '', 'C', 0)", what[:3])
        books.executemany("INSERT INTO tally VALUES (?, 'H', ?)", [(1, 2), (2, 1)])
    yield made
    made.close()


def settle(journal: Journal, *news: News) -> int:
    """Apply news; how many fitted nothing."""
    tallies = Tallies()
    with journal.writing() as books:
        settling = Settling(books, tallies, now_ms=1)
        settling.apply(news)
        tallies.write(books)
    return settling.settled.strays


def states(journal: Journal) -> str:
    with journal.reading() as books:
        found = "".join(row["state"] for row in books.execute("SELECT state FROM sent ORDER BY position"))
        for job in (1, 2):
            tally = {state: many for state, many in tally_of(books, job).items() if many}
            kept = "".join(row["state"] for row in books.execute("SELECT state FROM sent WHERE job = ?", (job,)))
            assert tally == {state: kept.count(state) for state in set(kept)}
    return found


def reported(gateway_id: bytes, number: int, state: str = "delivered", reference: int | None = None) -> Reported:
    return Reported(gateway_id, state, "DELIVRD", number, reference, 100)  # type: ignore[arg-type]


def test_an_answer_and_then_its_report(journal: Journal) -> None:
    settle(journal, Taken(ONE, b"a"), NotTaken(TWO, "never", "bad_dest_terminal"), NotTaken(OTHER_JOB, "later", "flow"))
    assert states(journal) == "SFR"

    settle(journal, reported(b"a", ONE.number))
    assert states(journal) == "DFR"


def test_what_a_gateway_cannot_say_itself_stays_unknown(journal: Journal) -> None:
    settle(journal, NotTaken(ONE, "unclear", "result_9"))

    assert states(journal) == "HHH"


def test_a_report_without_its_answer_is_matched_by_the_number_where_that_is_clear(journal: Journal) -> None:
    assert settle(journal, reported(b"x", TWO.number)) == 0
    assert states(journal) == "HDH"

    assert settle(journal, reported(b"y", ONE.number)) == 1, "two messages to that number have no answer"
    assert states(journal) == "HDH"


def test_our_reference_says_which_of_two_it_is(journal: Journal) -> None:
    settle(journal, reported(b"y", ONE.number, reference=OTHER_JOB.position))

    assert states(journal) == "HHD"


def test_a_report_that_comes_before_its_answer_waits_for_it(journal: Journal) -> None:
    settle(journal, reported(b"y", ONE.number, "failed"))
    settle(journal, Taken(OTHER_JOB, b"y"))

    assert states(journal) == "HHF"


def test_a_report_that_comes_again_settles_nobody_else(journal: Journal) -> None:
    settle(journal, Taken(ONE, b"a"), reported(b"a", ONE.number), reported(b"a", ONE.number, "failed"))
    settle(journal, reported(b"a", ONE.number, "failed"))

    assert states(journal) == "DHH", "the other message to that number is not what the gateway told of"


def test_a_late_answer_does_not_undo_a_report(journal: Journal) -> None:
    settle(journal, reported(b"x", TWO.number))
    settle(journal, Taken(TWO, b"x"))

    assert states(journal) == "HDH"


def test_accepted_is_no_final_word(journal: Journal) -> None:
    settle(journal, Taken(ONE, b"a"), reported(b"a", ONE.number, "submitted"))

    assert states(journal) == "SHH"
