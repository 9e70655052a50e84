"""argon2id, and nothing else about passwords. Hashing is slow on purpose: do it before taking any lock."""

from __future__ import annotations

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from incident.rules.passwords import MOST_BYTES

#: RFC 9106, second recommended option: 64 MiB, three passes.
_HASHER = PasswordHasher()
#: Hash of a password nobody has, checked for logins that do not exist, so that both take the same time.
_NOBODY = _HASHER.hash("a password that nobody was ever given")


@dataclass(frozen=True)
class NewPassword:
    """A password on its way into the credential row: the text for the rule, the hash for the row."""

    text: str = field(repr=False)
    hash: str = field(repr=False)


def prepare_password(text: str) -> NewPassword:
    """Hash `text` (about 50 ms); overlong ones are not worth the work and fail the rule later."""
    within = text if len(text.encode("utf-8")) <= MOST_BYTES else ""
    return NewPassword(text=text, hash=_HASHER.hash(within))


def is_password(password_hash: str | None, text: str) -> bool:
    """Whether `text` is the password; the same work is done when there is no hash to compare with."""
    if len(text.encode("utf-8")) > MOST_BYTES:
        return False
    try:
        _HASHER.verify(password_hash or _NOBODY, text)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
