"""Alibaba Cloud's signature V3 (ACS3-HMAC-SHA256) for RPC calls whose parameters stand in the query. Pure.

After the vendor's page "V3 version request body and signature mechanism": canonical request over the sorted query,
the signed headers and the digest of an empty body; HMAC-SHA256 with the access key's secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

_ALGORITHM = "ACS3-HMAC-SHA256"
_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Credential:
    """An access key: its id and its secret."""

    key_id: str
    secret: str


def signed_headers(
    credential: Credential,
    query: Mapping[str, str | int],
    *,
    host: str,
    action: str,
    version: str,
    now: datetime,
    nonce: str,
) -> dict[str, str]:
    """Return the headers of a POST to ``/`` of ``host``, Authorization among them."""
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": _EMPTY,
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(headers))
    canonical = "\n".join([
        "POST", "/", canonical_query(query),
        *(f"{name}:{headers[name]}" for name in sorted(headers)), "",
        names, _EMPTY,
    ])  # fmt: skip
    to_sign = f"{_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(credential.secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (
        f"{_ALGORITHM} Credential={credential.key_id},SignedHeaders={names},Signature={signature}"
    )
    return headers


def canonical_query(query: Mapping[str, str | int]) -> str:
    """Return a query sorted by name, RFC 3986 escapes, as it is signed."""
    return "&".join(f"{_escaped(name)}={_escaped(str(query[name]))}" for name in sorted(query))


def _escaped(text: str) -> str:
    return quote(text, safe="-_.~")
