"""Every refusal and every failure as one shape: RFC 9457 problem details, in both languages, never a traceback."""

from __future__ import annotations

import json
import logging
import uuid
from typing import Any

from apiflask.exceptions import HTTPError
from flask import Flask, Response, render_template, request
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from incident.errors import Busy, Refusal
from incident.web.headers import nonce
from incident.web.language import language
from incident.web.pydantic_words import in_words

_LOG = logging.getLogger(__name__)

_STATUS_WORDS: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求无法读懂。", "The request could not be understood."),
    404: ("not_found", "没有这个地址。", "There is no such address."),
    405: ("method_not_allowed", "这个地址不接受这种请求方法。", "This address does not take that method."),
    408: ("timeout", "请求没有及时到齐。", "The request did not arrive in time."),
    411: ("length_required", "请求没有说明长度。", "The request does not state its length."),
    413: ("too_large", "请求正文太大。", "The request body is too large."),
    415: ("media_type", "这个地址不接受这种内容类型。", "This address does not take that media type."),
    416: ("range", "请求的范围不存在。", "The range asked for does not exist."),
    422: ("invalid", "请求的内容不对。", "The request's content is wrong."),
    429: ("too_many_requests", "请求过于频繁。", "Too many requests."),
}


class Unavailable(Busy):
    """The database did not answer in time."""


class Unexpected(Refusal):
    """The house stumbled; what it was about stands in the log of the process."""

    status = 500

    def __init__(self, reference: str) -> None:
        super().__init__(
            "unexpected",
            zh=f"系统出错了，请把编号 {reference} 告诉管理员。",
            en=f"Something went wrong here; give the administrator the reference {reference}.",
        )
        self.reference = reference


def install_problems(app: Flask) -> None:
    """Answer everything that goes wrong in this app with a problem document, or a page where HTML is wanted."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(ValidationError, _validation)
    app.register_error_handler(HTTPError, _apiflask)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(PoolTimeout, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def problem(refusal: Refusal, *, status: int | None = None, extra: dict[str, Any] | None = None) -> Response:
    """The answer for `refusal`: problem+json, or an HTML page when a browser asked for a page."""
    code = status or refusal.status
    told: dict[str, Any] = {
        "type": f"urn:tongxin:problem:{refusal.code}",
        "title": refusal.code,
        "status": code,
        "code": refusal.code,
        "detail": refusal.sentence(language()),
        "detail_zh": refusal.zh,
        "detail_en": refusal.en,
    }
    if refusal.field is not None:
        told["field"] = refusal.field
    if isinstance(refusal, Busy):
        told["retry_after_s"] = refusal.retry_after_s
    told |= extra or {}
    if wants_page():
        body = render_template("problem.html", problem=told, language=language(), nonce=nonce())
        answer = Response(body, status=code, mimetype="text/html")
    else:
        answer = Response(json.dumps(told, ensure_ascii=False), status=code, mimetype="application/problem+json")
    if isinstance(refusal, Busy):
        answer.headers["Retry-After"] = str(refusal.retry_after_s)
    return answer


def wants_page() -> bool:
    """Whether a person in a browser is asking for a page rather than a program for data."""
    if request.path.startswith(("/api/", "/basemap/", "/static/")):
        return False
    return "text/html" in request.accept_mimetypes.values()


def _refusal(error: Refusal) -> Response:
    return problem(error)


def _validation(error: ValidationError) -> Response:
    return problem(in_words(error))


def _apiflask(error: HTTPError) -> Response:
    if isinstance(error.__cause__, ValidationError):
        return problem(in_words(error.__cause__))
    return problem(_by_status(error.status_code), status=error.status_code)


def _http(error: HTTPException) -> Response:
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status=status, headers=error.get_headers())
    answer = problem(_by_status(status), status=status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            answer.headers[name] = value
    return answer


def _unavailable(error: DBAPIError | PoolTimeout) -> Response:
    _LOG.warning("the database did not answer: %s", type(error).__name__)
    return problem(
        Unavailable(
            "database_busy",
            zh="数据库暂时没有响应；什么都没有改变，请稍后重试。",
            en="The database does not answer at the moment; nothing was changed, try again shortly.",
            retry_after_s=3,
        )
    )


def unexpected(error: Exception) -> Unexpected:
    """A bug of ours. The log gets the traceback under a reference, the caller only the reference."""
    reference = uuid.uuid4().hex[:12]
    _LOG.error("unexpected failure %s at %s %s", reference, request.method, request.path, exc_info=error)
    return Unexpected(reference)


def _unexpected(error: Exception) -> Response:
    refusal = unexpected(error)
    return problem(refusal, extra={"reference": refusal.reference})


def _by_status(status: int) -> Refusal:
    fallback = ("refused", "请求被拒绝。", "The request was refused.")
    code, zh, en = _STATUS_WORDS.get(status, fallback)
    return Refusal(code, zh=zh, en=en)
