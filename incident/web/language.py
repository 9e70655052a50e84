"""Which of the two languages a request wants: an explicit choice (cookie), else what the browser asks for."""

from __future__ import annotations

from flask import Request, has_request_context
from flask import request as current_request

LANGUAGES = ("zh", "en")
COOKIE = "tongxin_language"


def language_of(request: Request) -> str:
    """`zh` or `en`; Chinese where the request does not say."""
    chosen = request.args.get("lang") or request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    best = request.accept_languages.best_match(("zh-CN", "zh", "en"), default="zh")
    return best[:2]


def language() -> str:
    """The language of the request at hand."""
    return language_of(current_request) if has_request_context() else "zh"
