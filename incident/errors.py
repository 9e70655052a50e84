"""What can be refused, as one small family that the edges turn into RFC 9457 problem details.

Each refusal carries its sentence in both languages: whoever raises it knows best what happened, what was
kept and what to do next. Nothing below the edges knows a status line; `status` is the only hint.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """A command or query that the house will not carry out, said in words.

    `code` is stable and machine-readable (`task.not_acknowledgeable`); `field` names the offending input.
    """

    status: ClassVar[int] = 400

    def __init__(self, code: str, *, zh: str, en: str, field: str | None = None) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.zh = zh
        self.en = en
        self.field = field

    def sentence(self, language: str) -> str:
        """The sentence in `zh` or, for anything else, in English."""
        return self.zh if language.startswith("zh") else self.en


class Invalid(Refusal):
    """The input itself is wrong; `field` says which part."""

    status = 422


class Unauthenticated(Refusal):
    """Nobody is logged in, or the session has ended."""

    status = 401


class Forbidden(Refusal):
    """The person is known but may not do this."""

    status = 403


class NotFound(Refusal):
    """There is no such thing within the actor's scope; a foreign thing reads the same as a missing one."""

    status = 404

    @classmethod
    def of(cls, noun_zh: str, noun_en: str) -> NotFound:
        return cls("not_found", zh=f"没有找到这个{noun_zh}。", en=f"There is no such {noun_en}.")


class Conflict(Refusal):
    """The thing is not in a state that allows this, or somebody else was first."""

    status = 409


class Stale(Refusal):
    """The actor decided on an older revision (If-Match); the page shows both versions."""

    status = 412


class KeyReused(Refusal):
    """An idempotency key came back with another body."""

    status = 422


class Busy(Refusal):
    """The house truly cannot answer now; `retry_after_s` says when to come back."""

    status = 503

    def __init__(self, code: str, *, zh: str, en: str, retry_after_s: int = 5) -> None:
        super().__init__(code, zh=zh, en=en)
        self.retry_after_s = retry_after_s
