"""CMPP_CONNECT and its answer: each side proves that it knows the shared secret, without saying it."""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from notifications.cmpp.frame import Fields, PduError, Version, octets, result_field

#: Status of a CONNECT_RESP (§8.4.1.2).
STATUS: Mapping[int, str] = {
    0: "ok",
    1: "bad_structure",
    2: "bad_source_address",
    3: "bad_authentication",
    4: "version_too_high",
}


@dataclass(frozen=True)
class Connect:
    """Who asks to be let in; ``timestamp`` is MMDDHHMMSS as a number."""

    source_addr: str
    authenticator: bytes
    version: int
    timestamp: int


@dataclass(frozen=True)
class ConnectAnswer:
    """Whether the gateway lets us in, its own proof, and the highest version that it serves."""

    status: int
    authenticator: bytes
    version: int


def proof_of_source(source_addr: str, secret: bytes, timestamp: int) -> bytes:
    """Return AuthenticatorSource: MD5 over address, nine NUL, secret and the ten digits of the timestamp."""
    text = source_addr.encode("ascii", "strict") + bytes(9) + secret + b"%010d" % timestamp
    return hashlib.md5(text, usedforsecurity=False).digest()


def proof_of_gateway(status: int, of_source: bytes, secret: bytes, version: Version) -> bytes:
    """Return AuthenticatorISMG: MD5 over the status as it stands on the wire, our proof and the secret."""
    text = result_field(status, version, "Status") + of_source + secret
    return hashlib.md5(text, usedforsecurity=False).digest()


def is_our_gateway(answer: ConnectAnswer, *, of_source: bytes, secret: bytes) -> bool:
    """Whether the answer comes from someone who knows the secret; gateways differ in how wide they write a status."""
    return any(
        hmac.compare_digest(answer.authenticator, proof_of_gateway(answer.status, of_source, secret, version))
        for version in Version
    )


def encode_connect(asked: Connect) -> bytes:
    """Return the body of a CONNECT. Raises PduError."""
    if len(asked.authenticator) != 16 or not 0 <= asked.timestamp <= 0xFFFFFFFF:
        raise PduError("AuthenticatorSource has 16 octets, Timestamp 32 bits")
    return (
        octets(asked.source_addr, 6, "Source_Addr")
        + asked.authenticator
        + struct.pack(">BI", asked.version, asked.timestamp)
    )


def decode_connect(body: bytes) -> Connect:
    """Return the values of a CONNECT. Raises PduError."""
    read = Fields(body)
    asked = Connect(
        read.text(6, "Source_Addr"), read.raw(16, "AuthenticatorSource"), read.octet("Version"), read.word("Timestamp")
    )
    read.end()
    return asked


def encode_connect_answer(answer: ConnectAnswer, version: Version) -> bytes:
    """Return the body of a CONNECT_RESP. Raises PduError."""
    if len(answer.authenticator) != 16:
        raise PduError("AuthenticatorISMG has 16 octets")
    return result_field(answer.status, version, "Status") + answer.authenticator + bytes([answer.version])


def decode_connect_answer(body: bytes) -> ConnectAnswer:
    """Return the values of a CONNECT_RESP of either version: its length says which it is. Raises PduError.

    A gateway of 2.0 refuses one that asks for 3.0 in its own, shorter form.
    """
    if len(body) not in {18, 21}:
        raise PduError(f"a CONNECT_RESP has 18 or 21 octets, not {len(body)}")
    read = Fields(body)
    status = read.result(Version.V2 if len(body) == 18 else Version.V3, "Status")
    return ConnectAnswer(status, read.raw(16, "AuthenticatorISMG"), read.octet("Version"))
