"""A folder on a province's SFTP server, by a kept library (paramiko). The server's key is pinned, never learned.

The connection goes to an address that was checked like any other. One session is kept while it works; after any
trouble the next use opens a new one.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, TypeVar

import paramiko
from pydantic import Field, PrivateAttr, SecretStr, model_validator

from notifications.endpoint import Network, Settings
from notifications.folders import FolderDoubt, FolderError
from notifications.outbound import AddressRule, connect

T = TypeVar("T")
#: What paramiko and the socket below it raise when a connection does not hold.
_TROUBLE = (paramiko.SSHException, EOFError, OSError)


class SftpSettings(Settings):
    """The server, its key as in known_hosts, and how we sign in: by a private key, or else a password."""

    host: Annotated[str, Field(min_length=1, max_length=253)]
    port: int = Field(default=22, ge=1, le=65_535)
    host_key: str = Field(description="The server's public key, such as `ssh-ed25519 AAAA…`; no other is believed")
    username: Annotated[str, Field(min_length=1, max_length=100)]
    private_key_file: Path | None = Field(default=None, description="Our key, OpenSSH or PEM form")
    private_key_password: SecretStr = SecretStr("")
    password: SecretStr = SecretStr("")
    folder: str = Field(default=".", max_length=300, description="The folder that holds out, taken and reply")
    timeout_s: float = Field(default=15.0, gt=0, le=60)
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")
    _key: paramiko.PKey | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _can_sign_in(self) -> SftpSettings:
        self.pinned()
        if self.private_key_file is None and not self.password.get_secret_value():
            raise ValueError("nothing to sign in with: name private_key_file, or password")
        if self.private_key_file is not None:
            self._key = _load(self.private_key_file, self.private_key_password.get_secret_value() or None)
        return self

    def pinned(self) -> paramiko.PKey:
        """Return the server's key. Raises ValueError."""
        try:
            kind, text = self.host_key.split()[:2]
            return paramiko.PKey.from_type_string(kind, base64.b64decode(text, validate=True))
        except (ValueError, binascii.Error, paramiko.SSHException, paramiko.pkey.UnknownKeyType):
            said = "must be the server's public key as `ssh-keyscan` prints it: ssh-ed25519 AAAA…"
            raise ValueError(f"host_key {said}") from None

    def key(self) -> paramiko.PKey | None:
        """Return our own key."""
        return self._key


def _load(path: Path, password: str | None) -> paramiko.PKey:
    """Return our own key, of whatever kind it is. Raises ValueError naming the file."""
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key_file(str(path), password=password)
        except OSError as error:
            raise ValueError(f"private_key_file {path} cannot be read: {error.strerror}") from None
        except (paramiko.SSHException, ValueError, TypeError):
            continue  # another kind, or none at all
    raise ValueError(f"private_key_file {path} is no private key, or its private_key_password is not right")


class SftpFolder:
    """The folder of one province; one thread at a time uses its session."""

    def __init__(self, settings: SftpSettings, rule: AddressRule) -> None:
        self._settings = settings
        self._rule = rule
        self._lock = threading.Lock()
        self._transport: paramiko.Transport | None = None
        self._client: paramiko.SFTPClient | None = None

    def read(self, name: str, *, limit: int) -> bytes | None:
        """Return a file's bytes, None where there is none."""

        def act(client: paramiko.SFTPClient) -> bytes | None:
            try:
                with client.open(self._path(name), "rb") as file:
                    content: bytes = file.read(limit + 1)
            except FileNotFoundError:
                return None
            if len(content) > limit:
                raise FolderError(f"{name} at {self._settings.host} is longer than {limit} bytes")
            return content

        return self._use(act)

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        return self._use(lambda client: client.listdir(self._path(folder)))

    def write_new(self, name: str, content: bytes) -> bool:
        """Write a file whole; False where the name is taken. SFTP's rename fails where there is one."""
        folder, _, last = name.rpartition("/")
        part = self._path(f"{folder}/.{last}.{secrets.token_hex(4)}.part")
        naming = False

        def act(client: paramiko.SFTPClient) -> bool:
            nonlocal naming
            with client.open(part, "wxb") as file:
                file.set_pipelined(True)
                file.write(content)
            if client.stat(part).st_size != len(content):
                raise FolderError(f"{name} at {self._settings.host} was cut while it was written")
            naming = True
            try:
                client.rename(part, self._path(name))
            except OSError:
                naming = False
                return self._was_taken(client, part, name)
            return True

        try:
            return self._use(act)
        except FolderError as error:
            if naming:
                raise FolderDoubt(str(error)) from error
            raise

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            self._hang_up()

    def _was_taken(self, client: paramiko.SFTPClient, part: str, name: str) -> bool:
        """The server refused the name: because there is one, or else for a reason that is an error."""
        with suppress(OSError):
            client.remove(part)
        try:
            client.stat(self._path(name))
        except FileNotFoundError:
            raise FolderError(f"{self._settings.host} refuses to name a file {name}") from None
        return False

    def _path(self, name: str) -> str:
        return f"{self._settings.folder.rstrip('/')}/{name}"

    def _use(self, act: Callable[[paramiko.SFTPClient], T]) -> T:
        with self._lock:
            try:
                return act(self._session())
            except FolderError:
                raise
            except _TROUBLE as error:
                with suppress(*_TROUBLE):
                    self._hang_up()
                said = str(error) or type(error).__name__
                raise FolderError(f"sftp://{self._settings.host}:{self._settings.port}: {said}") from error

    def _session(self) -> paramiko.SFTPClient:
        if self._client is not None and self._transport is not None and self._transport.is_active():
            return self._client
        given = self._settings
        with _closing_on_error(connect(given.host, given.port, timeout_s=given.timeout_s, rule=self._rule)) as line:
            transport = paramiko.Transport(line)
            transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = given.timeout_s
            # Signing in happens only after the server has proved this very key.
            transport.connect(
                hostkey=given.pinned(), username=given.username, password=given.password.get_secret_value() or None,
                pkey=given.key(),
            )  # fmt: skip
        client = paramiko.SFTPClient.from_transport(transport)
        if client is None:
            raise FolderError(f"{given.host} offers no SFTP")
        client.get_channel().settimeout(given.timeout_s)  # type: ignore[union-attr]  # there is one by now
        self._transport, self._client = transport, client
        return client

    def _hang_up(self) -> None:
        transport, self._transport, self._client = self._transport, None, None
        if transport is not None:
            transport.close()


@contextmanager
def _closing_on_error(line: Any) -> Iterator[Any]:
    try:
        yield line
    except BaseException:
        line.close()
        raise
