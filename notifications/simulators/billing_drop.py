"""A province that reads files: it looks into ``out``, moves what it has taken to ``taken``, and answers in ``reply``.

The books behind are those of HTTP, so the same instruction has the same effect whichever way it came. What it cannot
take lies in ``refused`` with the reason beside it. An answer is replaced whole, with a higher number each time.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from notifications.simulators.billing_books import Rejected
from notifications.simulators.billing_drop_wire import BadDrop, read_drop, read_manifest, seal
from notifications.simulators.billing_wire import Terms

_FOLDERS = ("out", "taken", "reply", "refused")
_MOST = 1_048_576
#: What an exercise seals with; no secret.
_SECRET = "whsec_" + base64.b64encode(b"tongxin exercise - not a secret!").decode()


class Drop:
    """The intake of one folder. ``accept`` puts terms into the books, ``told`` is what they say of a key now."""

    def __init__(
        self,
        folder: Path,
        *,
        accept: Callable[[Terms, int], None],
        seal_key: Callable[[str, int], int | None],
        told: Callable[[str], Mapping[str, Any] | None],
        failed: Callable[[str], list[tuple[str, str, int]]],
    ) -> None:
        self._folder = folder
        self._accept = accept
        self._seal_key = seal_key
        self._told = told
        self._failed = failed
        self._lock = threading.Lock()
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "simulator.json").write_text(json.dumps({"simulator": "billing"}), "utf-8")
        #: Keys whose answer is not final yet: key by the stem of its files.
        self._open = dict(self._unanswered())

    def work(self) -> bool:
        """Look at everything once; whether there was anything to do."""
        with self._lock:
            waiting = sorted(path for path in (self._folder / "out").iterdir() if path.suffix == ".json")
            done = [self._take(path) for path in waiting if not path.name.startswith(".")]
            moved = [self._answer(stem, key) for stem, key in list(self._open.items())]
        return any(done) or any(moved)

    def account(self) -> dict[str, object]:
        """What was taken and refused by file name, and which numbers never came."""
        taken = sorted(path.name for path in (self._folder / "taken").iterdir() if path.suffix == ".csv")
        numbers = [int(name[3:13]) for name in taken]
        refused = {
            path.name.removesuffix(".why.json"): json.loads(path.read_bytes())
            for path in sorted((self._folder / "refused").glob("*.why.json"))
        }
        missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        return {"taken": taken, "refused": refused, "missing": missing}

    def _take(self, path: Path) -> bool:
        stem = path.name.partition("-")[0]
        try:
            document = read_manifest(path.read_bytes()[:_MOST], name=path.name, secret=_SECRET)
            if document.get("kind") == "seal":
                return self._take_seal(path, stem, document)
            terms = read_drop(document, self._data)
            self._accept(terms, int(document["fence"]))
        except BadDrop as bad:
            return self._refuse(path, stem, code=bad.code, message=str(bad), key=bad.key, fence=bad.fence)
        except Rejected as refused:
            if refused.retryable:
                return False  # it stays, and is looked at again
            if refused.code == "staleFence":
                return self._set_aside(path, refused.code, str(refused))
            fence = int(document["fence"])
            return self._refuse(path, stem, code=refused.code, message=str(refused), key=terms.key, fence=fence)
        self._move(path, document)
        self._open[stem] = terms.key
        return True

    def _take_seal(self, path: Path, stem: str, document: Mapping[str, Any]) -> bool:
        key, fence = str(document["batchKey"]), int(document["fence"])
        higher = self._seal_key(key, fence)
        path.replace(self._folder / "taken" / path.name)
        if self._told(key) is None:
            self._reply(stem, {"batchKey": key, "fence": max(fence, higher or 0), "known": False})
        else:
            self._open[stem] = key
        return True

    def _answer(self, stem: str, key: str) -> bool:
        """Say how far a batch is, if that is news."""
        told = self._told(key)
        if told is None:
            return False
        before = self._before(stem)
        if told["state"] == "done":
            self._open.pop(stem)
        if before.get("known") and before.get("state") == told["state"]:
            return False
        said = {"batchKey": key, "known": True, "reference": told["id"], "documentDigest": told["documentDigest"]}
        self._reply(stem, {**said, "state": told["state"], "figures": told["figures"]}, failed=key)
        return True

    def _refuse(self, path: Path, stem: str, *, code: str, message: str, key: str, fence: int) -> bool:
        self._set_aside(path, code, message)
        if self._before(stem).get("known") or (key and self._told(key) is not None):
            return True  # a copy of what was taken is spoiled: the answer about that stands
        known = {"batchKey": key} if key else {}
        no = {"code": code, "message": message[:500]}
        self._reply(stem, {**known, "fence": fence, "known": False, "refused": no})
        return True

    def _set_aside(self, path: Path, code: str, message: str) -> bool:
        why = {"code": code, "message": message}
        (self._folder / "refused" / f"{path.name}.why.json").write_text(json.dumps(why, ensure_ascii=False), "utf-8")
        path.replace(self._folder / "refused" / path.name)
        return True

    def _reply(self, stem: str, said: Mapping[str, Any], *, failed: str = "") -> None:
        number = int(self._before(stem).get("number", 0)) + 1
        document = {"document": "file-drop-reply/1", "world": "exercise", "number": number, "fence": 0, **said}
        if failed and said["state"] == "done" and said["figures"]["failed"]["customers"]:
            document["failed"] = self._write_failed(f"{stem}.{number}.failed.csv", self._failed(failed))
        document["seal"] = seal(document, _SECRET)
        self._write(f"{stem}.reply.json", json.dumps(document, ensure_ascii=False).encode())

    def _write_failed(self, name: str, rows: list[tuple[str, str, int]]) -> dict[str, object]:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([("account_ref", "reason", "fen"), *rows])
        raw = text.getvalue().encode()
        self._write(name, raw)
        return {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "rows": len(rows)}

    def _write(self, name: str, raw: bytes) -> None:
        """Replace a file of ``reply`` whole, durably."""
        part = self._folder / "reply" / f".{name}.part"
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / "reply" / name)

    def _before(self, stem: str) -> dict[str, Any]:
        path = self._folder / "reply" / f"{stem}.reply.json"
        try:
            read: dict[str, Any] = json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError):  # a drill may tear it
            return {}
        return read

    def _data(self, name: str) -> bytes | None:
        """The rows of a manifest; in ``taken`` where we died between moving them and moving the manifest."""
        for folder in ("out", "taken"):
            path = self._folder / folder / Path(name).name
            if path.is_file():
                return path.read_bytes()[:_MOST]
        return None

    def _move(self, path: Path, document: Mapping[str, Any]) -> None:
        """The manifest last: what lies in ``out`` with a manifest is what is still to be taken."""
        data = self._folder / "out" / Path(str(document["file"]["name"])).name
        if data.exists():
            data.replace(self._folder / "taken" / data.name)
        path.replace(self._folder / "taken" / path.name)

    def _unanswered(self) -> list[tuple[str, str]]:
        """What was taken before a restart and has no final answer."""
        found = []
        for path in (self._folder / "taken").glob("*.manifest.json"):
            stem = path.name.partition("-")[0]
            if self._before(stem).get("state") != "done":
                found.append((stem, str(json.loads(path.read_bytes())["batchKey"])))
        return found
