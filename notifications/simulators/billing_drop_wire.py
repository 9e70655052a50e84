"""What the province's intake understands of a dropped file; what is torn, altered or foreign it refuses by name."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from notifications.simulators.billing_wire import MOST_CUSTOMERS, Item, Terms

_COLUMNS = ["action_no", "action", "action_key", "from", "until", "details"]
_ACTION_LIMIT = 50


class BadDrop(ValueError):
    """A dropped file cannot be taken, and nothing was done. ``key`` is empty where not even that can be believed."""

    def __init__(self, code: str, message: str, *, key: str = "", fence: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.key = key
        self.fence = fence


def seal(document: Mapping[str, Any], secret: str) -> str:
    """The seal of a document: HMAC-SHA256 over its sorted JSON without the field itself."""
    rest = {name: value for name, value in document.items() if name != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "hmac-sha256:" + hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def read_manifest(raw: bytes, *, name: str, secret: str) -> dict[str, Any]:
    """Return a manifest or a request to seal. Raises BadDrop."""
    try:
        document = json.loads(raw)
    except ValueError as error:
        raise BadDrop("alteredManifest", f"{name} is no whole JSON: {error}") from error
    if not isinstance(document, dict) or document.get("document") != "file-drop/1":
        raise BadDrop("alteredManifest", f"{name} is no file-drop/1 document")
    if not hmac.compare_digest(str(document.get("seal")), seal(document, secret)):
        raise BadDrop("alteredManifest", f"the seal of {name} does not fit what stands in it")
    key, fence = document.get("batchKey"), document.get("fence")
    if not isinstance(key, str) or not key or type(fence) is not int or fence < 0:
        raise BadDrop("badManifest", f"{name} needs batchKey and fence")
    if document.get("world") != "exercise":
        raise BadDrop("wrongWorld", "this is a simulator: it serves exercises only", key=key, fence=fence)
    return document


def read_drop(manifest: Mapping[str, Any], data: Callable[[str], bytes | None]) -> Terms:
    """Return what a manifest and its rows ask for. ``data`` fetches the file it names. Raises BadDrop."""
    key, fence = str(manifest["batchKey"]), int(manifest["fence"])
    try:
        file = manifest["file"]
        raw = data(str(file["name"]))
        if raw is None:
            raise BadDrop("missingFile", f"{file['name']} is not there", key=key, fence=fence)
        if len(raw) != file["bytes"] or hashlib.sha256(raw).hexdigest() != file["sha256"]:
            raise BadDrop("alteredFile", f"{file['name']} is torn or altered", key=key, fence=fence)
        header, *rows = csv.reader(io.StringIO(raw.decode()), strict=True)
        if header != _COLUMNS or len(rows) != file["rows"] or not 0 < len(rows) <= _ACTION_LIMIT:
            raise ValueError(f"needs the columns {_COLUMNS} and {file['rows']} rows")
        items = tuple(_item(row) for row in rows)
        kinds = {item.action == "reverse" for item in items}
        if len(kinds) > 1:
            raise ValueError("a batch must not mix reverse with other actions")
        if type(manifest["customers"]) is not int or not 0 <= manifest["customers"] <= MOST_CUSTOMERS:
            raise ValueError(f"customers must be a whole number up to {MOST_CUSTOMERS}")
        return Terms(
            key=key,
            digest=str(manifest["documentDigest"]),
            body_hash=hashlib.sha256(raw + str(manifest["documentDigest"]).encode()).hexdigest(),
            batch=str(manifest["batch"]),
            county=str(manifest["county"]),
            segment=str(manifest["segment"]),
            customers=manifest["customers"],
            cap_fen=int(manifest["capFen"]),
            fen_each=sum(item.fen_each for item in items),
            reverses=kinds == {True},
            items=items,
        )
    except BadDrop:
        raise
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise BadDrop("badBatch", f"{type(error).__name__} {error}", key=key, fence=fence) from error


def _item(row: list[str]) -> Item:
    _number, action, key, begins, ends, details = row
    return Item(action, key, datetime.fromisoformat(begins), datetime.fromisoformat(ends), json.loads(details))
