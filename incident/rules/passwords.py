"""What a password must be, and how long a login stays shut after failures. Pure."""

from __future__ import annotations

from datetime import timedelta

from incident.errors import Invalid

LEAST_LENGTH = 12
#: argon2 reads them all; longer ones only cost time.
MOST_BYTES = 1024
#: Failures before the first pause.
FREE_FAILURES = 5
#: After this many in a row only an administrator opens the account again (RELIABILITY.md G33).
CAP_FAILURES = 100
_FIRST_PAUSE_S = 30
_LONGEST_PAUSE_S = 900


def check_password(password: str, *, login: str, field: str = "password") -> None:
    """Refuse a password that is short, overlong, one repeated character or made of the login name."""
    if len(password) < LEAST_LENGTH:
        raise Invalid(
            "password.too_short",
            zh=f"密码至少要有 {LEAST_LENGTH} 个字符。",
            en=f"A password needs at least {LEAST_LENGTH} characters.",
            field=field,
        )
    if len(password.encode("utf-8")) > MOST_BYTES:
        raise Invalid(
            "password.too_long",
            zh=f"密码不能超过 {MOST_BYTES} 字节。",
            en=f"A password may have at most {MOST_BYTES} bytes.",
            field=field,
        )
    if len(set(password)) == 1 or login.casefold() in password.casefold():
        raise Invalid(
            "password.too_simple",
            zh="密码不能包含登录名，也不能只重复一个字符。",
            en="A password may not contain the login name, nor repeat one character.",
            field=field,
        )


def pause_after(failures: int) -> timedelta:
    """How long no attempt is looked at after `failures` in a row: 30 s, doubling, at most 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    if failures >= CAP_FAILURES:
        return timedelta(days=36_500)
    doublings = min(failures - FREE_FAILURES, 10)
    return timedelta(seconds=min(_FIRST_PAUSE_S * 2**doublings, _LONGEST_PAUSE_S))
