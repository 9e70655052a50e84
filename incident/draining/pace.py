"""How fast the drains go: all in real time, since world time has no say in when a machine answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds and counts; tests make them small."""

    #: Rows that one claim leases, and requests at the same time. A claim must be through within a lease (30 s).
    at_once: int = 16
    parallel: int = 8
    #: A claim doubles up to so many while its turn takes much less than so many seconds.
    most_at_once: int = 2000
    turn_s: float = 0.5
    #: Results that share a transaction.
    noted_at_once: int = 50
    #: Seconds before billing is first asked about a batch it has taken, or may have.
    ask_after_s: int = 1
    #: Seconds between questions: doubling from the first to the last.
    ask_first_s: float = 1.0
    ask_last_s: float = 30.0
    #: After so many questions an answer "cannot say" parks the row for a person.
    park_after: int = 8
    #: Seconds between questions about a broadcast that is going out.
    count_every_s: float = 2.0
    count_last_s: float = 15.0
    #: World seconds between questions about a survey that is out and waits for answers.
    answers_every_s: float = 900.0
    #: Seconds before something surely not taken (no connection, shedding load) is tried again.
    refused_first_s: float = 1.0
    refused_last_s: float = 30.0
    #: A staff notice that nobody took so many times has failed.
    notice_tries: int = 10

    def ask_again_s(self, attempts: int) -> float:
        """Seconds until the next question after `attempts` of them."""
        return min(self.ask_last_s, self.ask_first_s * 2.0 ** min(attempts - 1, 20))

    def count_again_s(self, attempts: int) -> float:
        """Seconds until a broadcast's counts are asked for again: often at first, then less."""
        return min(self.count_last_s, self.count_every_s * (1 + attempts // 10))

    def refused_again_s(self, attempts: int) -> float:
        """Seconds until a surely refused row is tried again."""
        return min(self.refused_last_s, self.refused_first_s * 2.0 ** min(attempts - 1, 20))
