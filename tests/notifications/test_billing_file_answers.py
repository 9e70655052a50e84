"""Answers in a province's reply folder: believed whole, or refused by name and never half read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from notifications.connectors._drop_files import sealed, stem
from notifications.signing import EXERCISE_SECRET
from notifications.simulators.billing import Billing
from tests.notifications.folder_province import KEY, connector


def reply(key: str = KEY, **changes: Any) -> bytes:
    """A settled answer, sealed as a province would."""
    amount = {"customers": 1000, "fen": 1000}
    zero = {"customers": 0, "fen": 0}
    figures = {"intended": amount, "submitted": amount, "applied": amount, "failed": zero, "reversed": zero}
    document = {
        "document": "file-drop-reply/1", "world": "exercise", "batchKey": key, "number": 1, "fence": 0, "known": True,
        "reference": "BB-1", "state": "done", "figures": figures, **changes,
    }  # fmt: skip
    return sealed(document, secret=EXERCISE_SECRET)


AMOUNTS = {"intended": 3, "submitted": 3, "failed": 3, "applied": 0, "reversed": 0}
FAILED: dict[str, Any] = {"figures": {name: {"customers": count, "fen": count} for name, count in AMOUNTS.items()}}
ROWS = b"account_ref,reason,fen\na,closed,1\nb,closed,1\nc,closed,1\n"


def failed_file(raw: bytes = ROWS, **changes: Any) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "rows": 3, **changes}


def test_a_good_answer_with_failed_accounts_is_believed(province: Billing, drop: Path) -> None:
    (drop / "reply" / f"{stem(KEY)}.reply.json").write_bytes(reply(**FAILED, failed=failed_file()))
    (drop / "reply" / f"{stem(KEY)}.1.failed.csv").write_bytes(ROWS)

    receipt = connector(drop).query(KEY)

    assert receipt.state == "settled"
    assert [row.account_ref for row in receipt.exceptions] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (reply()[:-40], "document is not JSON"),
        (reply().replace(b'"customers":1000', b'"customers":1001'), "its seal does not fit"),
        (reply("another:1:510131:gotone"), "about another key"),
        (reply(world="live"), "of the live world"),
        (reply(figures={}), "figures"),
        (reply(state="cancelled"), "state"),
        (reply(number=0), "number"),
        (reply(batchKey=""), "about another key"),
        (b"", "document is not JSON"),
        (b"[]", "JSON object"),
        (b'{"document":"file-drop-reply/1","document":"x"}', "repeats a name"),
        (b" " * 70_000, "longer than"),
        (reply(**FAILED), "names no file"),
        (reply(**FAILED, failed=failed_file()), "the file is not there"),
    ],
)
def test_an_answer_that_is_torn_altered_or_foreign_is_refused_by_name(
    province: Billing, drop: Path, raw: bytes, said: str
) -> None:
    name = f"{stem(KEY)}.reply.json"
    (drop / "reply" / name).write_bytes(raw)

    receipt = connector(drop).query(KEY)

    assert receipt.state == "unknown"
    assert said in receipt.note
    assert stem(KEY) in receipt.note


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (ROWS[:-10], failed_file()),
        (ROWS.replace(b"closed", b"opened"), failed_file()),
        (ROWS + b"d,closed,1\n", failed_file(ROWS + b"d,closed,1\n")),
        (b"who,why,fen\n" + ROWS[23:], failed_file(b"who,why,fen\n" + ROWS[23:])),
        (ROWS.replace(b",1\n", b",x\n"), failed_file(ROWS.replace(b",1\n", b",x\n"))),
        (b"\xff\xfe", failed_file(b"\xff\xfe")),
        (ROWS.replace(b"a,", b'"a,'), failed_file(ROWS.replace(b"a,", b'"a,'))),
    ],
)
def test_failed_accounts_that_are_torn_or_altered_are_never_half_read(
    province: Billing, drop: Path, rows: bytes, told: dict[str, Any]
) -> None:
    (drop / "reply" / f"{stem(KEY)}.reply.json").write_bytes(reply(**FAILED, failed=told))
    (drop / "reply" / f"{stem(KEY)}.1.failed.csv").write_bytes(rows)

    receipt = connector(drop).query(KEY)

    assert (receipt.state, receipt.exceptions) == ("unknown", ())
    assert f"failed accounts of {stem(KEY)} 1" in receipt.note
