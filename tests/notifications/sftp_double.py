"""An SFTP server on loopback that serves one folder, for the live connector only; made of paramiko's server side."""

from __future__ import annotations

import base64
import os
import socket
import threading
from pathlib import Path
from typing import Any

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED


class _Server(paramiko.ServerInterface):
    def __init__(self, double: SftpDouble) -> None:
        self._double = double

    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == ("tongxin", "right")
        self._double.tried.append(password)
        return AUTH_SUCCESSFUL if good else AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        known = self._double.known_key
        return AUTH_SUCCESSFUL if known and key.asbytes() == known.asbytes() else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server: Any, *, double: SftpDouble) -> None:
        super().__init__(server)
        self._double = double

    def _local(self, path: str) -> Path:
        return self._double.folder / path.lstrip("/").removeprefix("./")

    def list_folder(self, path: str) -> Any:
        return [paramiko.SFTPAttributes.from_stat(one.stat(), one.name) for one in self._local(path).iterdir()]

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._local(path).stat())
        except OSError as error:
            return _said(error)

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            number = os.open(self._local(path), flags, 0o600)
        except OSError as error:
            return _said(error)
        handle = paramiko.SFTPHandle(flags)
        file = os.fdopen(number, "wb" if flags & os.O_WRONLY else "rb")
        handle.readfile = handle.writefile = file  # type: ignore[attr-defined]
        handle.filename = str(path)  # type: ignore[attr-defined]
        return handle

    def rename(self, oldpath: str, newpath: str) -> int:
        double = self._double
        manifest = newpath.endswith(".manifest.json")
        if manifest and double.cut_at_rename == "before":
            double.cut()
            return 4  # SSH_FX_FAILURE
        try:
            os.link(self._local(oldpath), self._local(newpath))  # as OpenSSH does: never over another file
            self._local(oldpath).unlink()
        except OSError as error:
            return _said(error)
        if manifest and double.cut_at_rename == "after":
            double.cut()
        return 0  # SSH_FX_OK

    def remove(self, path: str) -> int:
        self._local(path).unlink()
        return 0  # SSH_FX_OK


def _said(error: OSError) -> int:
    return int(paramiko.SFTPServer.convert_errno(error.errno or 0))


class SftpDouble:
    """Serves ``folder`` to user ``tongxin`` with password ``right`` or with ``known_key``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = paramiko.ECDSAKey.generate()
        self.known_key: paramiko.PKey | None = None
        self.tried: list[str] = []
        self.sessions = 0
        #: `before` or `after` a manifest gets its name the line is cut.
        self.cut_at_rename = ""
        self._transports: list[paramiko.Transport] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def host_key(self) -> str:
        return f"{self.key.get_name()} {base64.b64encode(self.key.asbytes()).decode()}"

    def settings(self, **changes: Any) -> dict[str, Any]:
        return {
            "host": "127.0.0.1", "port": self.port, "host_key": self.host_key, "username": "tongxin",
            "password": "right", "networks": ["127.0.0.0/8"], "timeout_s": 5, **changes,
        }  # fmt: skip

    def cut(self) -> None:
        """End the newest connection without a word."""
        for transport in self._transports[-1:]:
            transport.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)  # closing alone does not wake a thread that accepts
        self._thread.join(timeout=5)
        self._listening.close()
        for transport in self._transports:
            transport.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(line)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, double=self)
            self._transports.append(transport)
            self.sessions += 1
            try:
                transport.start_server(server=_Server(self))
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()
