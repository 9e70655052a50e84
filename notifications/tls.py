"""TLS as an operator's own systems want it: a private authority, and a certificate by which we are known (mTLS).

Files are looked at when the settings are read, so that a wrong or outdated one stops the start and not the first
instruction of a night. A private authority replaces the machine's trust store: nobody else may vouch for that host.
"""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from pydantic import Field, SecretStr, model_validator

from notifications.endpoint import Settings


class TlsFiles(Settings):
    """Which authority is believed, and who we are. All files are PEM."""

    ca_file: Path | None = Field(
        default=None, description="Authority of the system's certificate; empty: the machine's"
    )
    certificate_file: Path | None = Field(default=None, description="Our certificate, and what leads to its authority")
    key_file: Path | None = Field(default=None, description="Its private key; empty: in certificate_file")
    key_password: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _files_serve(self) -> TlsFiles:
        if self.certificate_file is None and (self.key_file is not None or self.key_password.get_secret_value()):
            raise ValueError("key_file and key_password belong to a certificate_file, which is missing")
        for name in ("ca_file", "certificate_file"):
            path = getattr(self, name)
            if path is not None:
                _check_dates(name, path)
        self.context()
        return self

    def context(self) -> ssl.SSLContext:
        """Return what connections are made with. Raises ValueError naming the file that cannot be used."""
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ValueError(f"ca_file {self.ca_file} cannot be used: {_said(error)}") from None
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.certificate_file is not None:
            try:
                # A password that is missing must not be asked for on somebody's terminal.
                context.load_cert_chain(self.certificate_file, self.key_file, self.key_password.get_secret_value)
            except (OSError, ssl.SSLError) as error:
                files = f"certificate_file {self.certificate_file} with its key"
                raise ValueError(f"{files} cannot be used: {_said(error)}") from None
        return context


def _check_dates(name: str, path: Path) -> None:
    try:
        certificates = x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{name} {path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise ValueError(f"{name} {path} holds no certificate in PEM form") from None
    now = datetime.now(UTC)
    for one in certificates:
        if not one.not_valid_before_utc <= now <= one.not_valid_after_utc:
            until = f"{one.not_valid_before_utc.date()} to {one.not_valid_after_utc.date()}"
            raise ValueError(f"{name} {path}: {one.subject.rfc4514_string()} is valid from {until}, not today")


def _said(error: OSError) -> str:
    """What OpenSSL means, without its source positions."""
    if isinstance(error, ssl.SSLError) and "KEY_VALUES_MISMATCH" in str(error):
        return "the key does not belong to the certificate"
    return error.strerror or getattr(error, "reason", "") or "it is not in order"
