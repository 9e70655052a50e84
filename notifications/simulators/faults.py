"""What goes wrong at a simulator, and when: settings as data, choices by stable pseudo-random.

The same seed, key and attempt always meet the same fault, so that a failing run can be repeated.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Literal, TypeAlias

#: How a request can end without a word: done or not, connection cut or a gateway timeout.
Loss: TypeAlias = Literal["drop_before", "drop_after", "504_before", "504_after"]
LOSSES: tuple[Loss, ...] = ("drop_before", "drop_after", "504_before", "504_after")


class FaultsError(ValueError):
    """Faults cannot be read; the message names the field."""


@dataclass(frozen=True)
class Faults:
    """Times in milliseconds of the simulated world, shares in parts per million."""

    #: Shortest and longest wait before an answer.
    latency_min_ms: int = 0
    latency_max_ms: int = 0
    #: Share of accounts (or recipients) that fail.
    fail_ppm: int = 0
    #: Share of submissions whose answer is lost; a quarter each of the four LOSSES.
    unknown_ppm: int = 0
    #: 1 makes each lost answer one of this kind, by its place in LOSSES + 1; 0 mixes them.
    loss_kind: int = 0
    #: Time from acceptance until a billing batch is settled; half of it "accepted", half "in progress".
    settle_ms: int = 2000
    #: Recipients a second that a broadcast gateway hands on.
    rate_per_s: int = 2000
    #: Time until a handed-on message has its delivery receipt.
    receipt_ms: int = 1000
    #: Share of recipients whose phone stays off until validity ends, and who never get a receipt.
    expire_ppm: int = 0
    no_receipt_ppm: int = 0
    #: Share of calls that nobody takes, and that meet an engaged line.
    no_answer_ppm: int = 0
    busy_ppm: int = 0
    #: Messages that the gateway takes: a second of an SMPP session, a day for one number, a minute of one robot
    #: (0: what that vendor's page says, 20 for WeCom and DingTalk, 100 for Feishu).
    per_second: int = 100
    per_number: int = 1000
    per_minute: int = 0
    #: 1 says that the account has no credit left.
    broke: int = 0
    #: 1 refuses every submission with 429, as a system that sheds load does.
    shedding: int = 0


def read_faults(text: str, *, base: Faults | None = None) -> Faults:
    """Read faults from JSON; names not given keep the value of ``base``. Raises FaultsError."""
    base = base or Faults()
    try:
        given = json.loads(text or "{}")
    except json.JSONDecodeError as error:
        raise FaultsError(f"faults are not JSON: {error}") from error
    if not isinstance(given, dict):
        raise FaultsError('faults must be a JSON object such as {"fail_ppm": 2000}')
    known = {field.name for field in fields(Faults)}
    for name, value in given.items():
        if name not in known:
            raise FaultsError(f"faults: {name!r} is not one of {sorted(known)}")
        limit = 1_000_000 if name.endswith("_ppm") else 86_400_000
        if type(value) is not int or not 0 <= value <= limit:
            raise FaultsError(f"faults: {name} must be a whole number from 0 to {limit}, not {value!r}")
    return replace(base, **given)


def faults_json(faults: Faults) -> dict[str, int]:
    """Return faults as a JSON object."""
    return dict(asdict(faults))


def draw(seed: int, *parts: str | int) -> int:
    """Return a stable pseudo-random number from 0 to 999,999 for these words."""
    text = "|".join(map(str, (seed, *parts)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % 1_000_000


def lost(faults: Faults, *, seed: int, key: str, attempt: int) -> Loss | None:
    """Return how the answer to this attempt gets lost, or None when it arrives."""
    if draw(seed, "unknown", key, attempt) >= faults.unknown_ppm:
        return None
    if faults.loss_kind:
        return LOSSES[(faults.loss_kind - 1) % len(LOSSES)]
    return LOSSES[draw(seed, "loss", key, attempt) % len(LOSSES)]


def latency_ms(faults: Faults, *, seed: int, key: str, attempt: int) -> int:
    """Return how long this attempt waits for its answer."""
    spread = max(0, faults.latency_max_ms - faults.latency_min_ms)
    return faults.latency_min_ms + draw(seed, "latency", key, attempt) * spread // 1_000_000
