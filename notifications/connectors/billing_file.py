"""Instructions to a billing system that has nothing better than a folder: CSV with a manifest, near or over SFTP.

The rules are those of HTTP. What is handed over once is not handed over again; doubt is Unknown and asked about by key;
older leases are refused by the province, and only its own word under our fence says that a key never arrived. docs/
billing.md is the contract. It needs time: a province looks into its folder when it looks.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from notifications import signing
from notifications.billing_connector import BillingConnector
from notifications.connectors import _drop_files as drop
from notifications.connectors._drop_replies import (
    MAX_FAILED_BYTES,
    MAX_REPLY_BYTES,
    Reply,
    Unbelievable,
    read_reply,
)
from notifications.connectors._instruction import Instruction, read_instruction
from notifications.delivery import (
    Delivery,
    DocumentError,
    Outcome,
    Receipt,
    Refused,
    Sent,
    Unknown,
    World,
    read_document,
)
from notifications.endpoint import Settings, bad_key
from notifications.folders import FOLDERS, MARK, OUT, REPLY, TAKEN, Folder, FolderDoubt, FolderError, LocalFolder
from notifications.outbound import AddressRule
from notifications.permitted import Permitted
from notifications.sftp import SftpFolder, SftpSettings

_NUMBERED = re.compile(r"TX-([0-9]{10})\.csv")
#: How long a listing of our own files serves: many batches are asked about in one go.
LISTING_S = 5.0
#: Names that are tried before a folder counts as one that somebody else writes wildly into.
_TRIES = 50


def _a_folder(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError(f"{path} must be an absolute path")
    missing = [name for name in FOLDERS if not (path / name).is_dir()]
    if missing:
        raise ValueError(f"{path} needs the folders {', '.join(FOLDERS)}; there is no {', '.join(missing)}")
    return path


class ExerciseFileSettings(Permitted):
    """The folder of a simulator on this machine."""

    folder: Path = Field(description="Absolute path of the folder that holds out, taken and reply")

    @field_validator("folder")
    @classmethod
    def _serves(cls, value: Path) -> Path:
        return _a_folder(value)


class LiveFileSettings(Permitted):
    """A folder of this machine or one on a province's SFTP server, and the secret that seals files both ways."""

    folder: Path | None = Field(default=None, description="Absolute path; or else sftp")
    sftp: SftpSettings | None = None
    secret: SecretStr = Field(
        default=SecretStr(""), description="whsec_… agreed with the province; empty: no forger is kept out"
    )

    @field_validator("secret")
    @classmethod
    def _is_a_secret(cls, value: SecretStr) -> SecretStr:
        return signing.checked_secret(value) if value.get_secret_value() else value

    @model_validator(mode="after")
    def _has_a_place(self) -> LiveFileSettings:
        if (self.folder is None) == (self.sftp is None):
            raise ValueError("name either folder or sftp: where the province finds our files")
        if self.folder is not None:
            _a_folder(self.folder)
        return self


class BillingFile(BillingConnector):
    """What both worlds have in common."""

    name: ClassVar[str] = "billing_file"
    role: ClassVar[Literal["channel", "connector"]] = "connector"
    kinds: ClassVar[frozenset[str]] = frozenset({"instruction/1"})
    patience: ClassVar[int] = 60

    def __init__(
        self,
        settings: Settings,
        *,
        world: World,
        folder: Folder,
        secret: str,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, world=world)
        self._folder = folder
        self._secret = secret
        self._now = now
        self._lock = threading.Lock()
        self._next = 0
        self._listed: tuple[float, frozenset[str]] = (float("-inf"), frozenset())

    def close(self) -> None:
        """Let go of connections."""
        self._folder.close()

    @property
    def place(self) -> str:
        """Where the folder is, and whether files are sealed by a secret."""
        settings = self.settings
        sealed = "sealed by a secret" if self._secret else "sealed by no secret: an accident shows, a forger does not"
        if isinstance(settings, LiveFileSettings) and settings.sftp is not None:
            return f"sftp://{settings.sftp.host}:{settings.sftp.port}/{settings.sftp.folder}, files {sealed}"
        folder = settings.folder if isinstance(settings, LiveFileSettings | ExerciseFileSettings) else ""
        return f"folder {folder}, files {sealed}"

    def look(self) -> str:
        """List the folders."""
        try:
            for name in FOLDERS:
                self._folder.names(name)
            stranger = self._stranger()
        except FolderError as error:
            return str(error)
        return stranger.message if stranger is not None else ""

    def send(self, delivery: Delivery) -> Outcome:
        """Hand one instruction over once: its rows first, then the manifest that makes them count."""
        unfit = self.unfit(delivery)
        if unfit is not None:
            return unfit
        try:
            instruction = read_instruction(delivery.content())
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if instruction.world != self.world:
            return Refused("wrong_world", f"the document itself is of the {instruction.world} world")
        try:
            stranger = self._stranger()
            if stranger is not None:
                return stranger
            files = self._written(instruction, delivery)
            # A name that is taken is our own: the same key under the same fence.
            self._folder.write_new(f"{OUT}/{files.manifest_name}", files.manifest)
            self._remember(files.manifest_name)
        except FolderError as error:
            return Refused("unreachable", str(error), retryable=True)
        except FolderDoubt as error:
            return Unknown(str(error))
        return Sent(reference=files.data_name, state="accepted")

    def query(self, key: str, *, fence: int | None = None) -> Receipt:
        """Ask what became of a key. With ``fence`` the province is asked to refuse older leases, and to say so."""
        if (refused := bad_key(key)) is not None:
            return Receipt(key, "unknown", note=refused.message)
        try:
            if (stranger := self._stranger()) is not None:
                return Receipt(key, "unknown", note=stranger.message)
            if fence is not None:
                asked, content = drop.seal_request(key=key, fence=fence, world=self.world, secret=self._secret)
                self._folder.write_new(f"{OUT}/{asked}", content)
            reply = self._reply(key)
            if reply is not None and (reply.known or (fence is not None and reply.fence >= fence)):
                return reply.receipt
            if fence is not None:
                return Receipt(key, "unknown", note="the province has not answered yet")
            return self._without_a_reply(key)
        except (FolderError, FolderDoubt) as error:
            return Receipt(key, "unknown", note=str(error))
        except Unbelievable as error:
            return Receipt(key, "unknown", note=str(error))

    def _without_a_reply(self, key: str) -> Receipt:
        """Nothing was said yet: what lies in the folders is under way."""
        start = f"{drop.stem(key)}-"
        if any(name.startswith(start) and name.endswith(".manifest.json") for name in self._names()):
            return Receipt(key, "accepted", reference=drop.stem(key), note="handed over, not answered yet")
        return Receipt(key, "not_found", note="no file of ours lies there under this key")

    def _reply(self, key: str) -> Reply | None:
        name = f"{drop.stem(key)}.reply.json"
        raw = self._folder.read(f"{REPLY}/{name}", limit=MAX_REPLY_BYTES)
        if raw is None:
            return None

        def failed(number: int) -> bytes | None:
            # By our own name for it: a reply may name no file of its choice.
            return self._folder.read(f"{REPLY}/{drop.stem(key)}.{number}.failed.csv", limit=MAX_FAILED_BYTES)

        return read_reply(raw, name=name, key=key, world=self.world, secret=self._secret, failed=failed)

    def _written(self, instruction: Instruction, delivery: Delivery) -> drop.Dropped:
        """Write the rows under the next number that nobody has; a number without a manifest was never sent."""
        for _ in range(_TRIES):
            number = self._number()
            files = drop.files_of(
                instruction, key=delivery.key, fence=delivery.fence, digest=delivery.digest(), sequence=number,
                secret=self._secret,
            )  # fmt: skip
            if self._write_rows(files):
                return files
            with self._lock:
                self._next = 0  # another process has written meanwhile
                self._listed = (float("-inf"), frozenset())
        raise FolderError("no number is free: somebody else writes into the folder")

    def _write_rows(self, files: drop.Dropped) -> bool:
        try:
            return self._folder.write_new(f"{OUT}/{files.data_name}", files.data)
        except FolderDoubt as error:  # rows alone count for nothing, so there is nothing to doubt
            raise FolderError(str(error)) from error

    def _number(self) -> int:
        with self._lock:
            if not self._next:
                numbers = (_NUMBERED.fullmatch(name) for name in self._fresh_names())
                self._next = max((int(found[1]) for found in numbers if found), default=0) + 1
            self._next += 1
            return self._next - 1

    def _names(self) -> frozenset[str]:
        with self._lock:
            at, names = self._listed
            return names if self._now() - at < LISTING_S else self._fresh_names()

    def _remember(self, name: str) -> None:
        with self._lock:
            at, names = self._listed
            self._listed = (at, names | {name})

    def _fresh_names(self) -> frozenset[str]:
        names = frozenset(self._folder.names(OUT)) | frozenset(self._folder.names(TAKEN))
        self._listed = (self._now(), names)
        return names

    def _stranger(self) -> Refused | None:
        """An exercise writes to a simulator's folder and a live world to none."""
        raw = self._folder.read(MARK, limit=4096)
        try:
            simulator = read_document(raw).get("simulator") if raw is not None else None
        except DocumentError:
            simulator = None
        if self.world == "exercise" and simulator != "billing":
            said = f"the folder holds no {MARK} of the billing simulator; an exercise writes to nothing else"
            return Refused("not_a_simulator", said)
        if self.world == "live" and raw is not None:
            said = "the folder is a simulator's: the connector's place is wrong"
            return Refused("wrong_world", said, retryable=True)
        return None


class LiveBillingFile(BillingFile):
    """A real province's folder."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveFileSettings

    def __init__(self, settings: LiveFileSettings, *, world: World) -> None:
        folder: Folder
        if settings.sftp is not None:
            folder = SftpFolder(settings.sftp, AddressRule("live", networks=settings.sftp.networks))
        else:
            folder = LocalFolder(settings.folder or Path())
        super().__init__(settings, world=world, folder=folder, secret=settings.secret.get_secret_value())


class ExerciseBillingFile(BillingFile):
    """A simulator's folder on this machine."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseFileSettings

    def __init__(self, settings: ExerciseFileSettings, *, world: World, folder: Folder | None = None) -> None:
        place = folder or LocalFolder(settings.folder)
        super().__init__(settings, world=world, folder=place, secret=signing.EXERCISE_SECRET)
