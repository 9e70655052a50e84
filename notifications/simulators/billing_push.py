"""How the billing simulator tells of settled batches by itself: signed, again and again until somebody takes it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping

from notifications.simulators.billing_books import BillingBooks
from notifications.simulators.courier import CallbackUrl, post

_SECRET = b"tongxin exercise - not a secret!"
#: Failed accounts that one callback lists; where there are more, whoever wants them asks.
_MOST_LISTED = 1000


class Pusher:
    """Pushes receipts to the address of ``POST /callback``; ``told`` is what the books say of a key now."""

    def __init__(self, books: BillingBooks, *, told: Callable[[str], Mapping[str, object] | None], url: str) -> None:
        self._books = books
        self._told = told
        self.callback = CallbackUrl(url)

    def work(self) -> bool:
        """Push what is settled and was not taken yet; whether anything was taken."""
        if not self.callback.url:
            return False
        taken = [self._push(key) for key in self._books.unpushed(now_ms=time.time_ns() // 1_000_000)]
        return any(taken)

    def _push(self, key: str) -> bool:
        told = self._told(key)
        if told is None:
            return False
        rows = self._books.failures(key, offset=0, limit=_MOST_LISTED + 1)
        listed = [{"accountRef": row["account_ref"], "reason": row["reason"], "fen": row["fen"]} for row in rows]
        body = {**told, "failedAccount": listed if len(listed) <= _MOST_LISTED else []}
        payload = json.dumps(body, ensure_ascii=False).encode()
        # An id of its own for each key: whoever keeps ids drops a copy.
        id_ = "msg_" + hashlib.sha256(key.encode()).hexdigest()[:40]
        status = post(self.callback.url, payload, headers=_signed(payload, id_=id_))
        if status is None or status >= 300:
            return False
        self._books.note_pushed(key)
        return True


def _signed(payload: bytes, *, id_: str) -> dict[str, str]:
    timestamp = str(int(time.time()))
    message = f"{id_}.{timestamp}.".encode() + payload
    signature = base64.b64encode(hmac.digest(_SECRET, message, "sha256")).decode()
    return {"webhook-id": id_, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}
