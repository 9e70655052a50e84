"""Bodies that the standard reader would swallow or choke on: each is refused in words, none is a 5xx (G20)."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incident.web.strict_json import DEEPEST, BadJson, parse_strict
from tests.web.browser import Browser

People = Callable[..., Browser]

HOSTILE: dict[str, tuple[bytes, str]] = {
    "a null byte": (b"\x00", "json.syntax"),
    "nested a hundred thousand deep": (b"[" * 100_000 + b"]" * 100_000, "json.syntax"),
    "nested one too deep": (b'{"a":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}", "json.too_deep"),
    "NaN": (b'{"login": NaN}', "json.not_a_number"),
    "Infinity": (b'{"login": -Infinity}', "json.not_a_number"),
    "a float beyond range": (b'{"login": 1e999}', "json.not_finite"),
    "an integer of 65 bits": (b'{"login": 36893488147419103232}', "json.integer_too_large"),
    "an integer of 10,000 digits": (b'{"login": ' + b"9" * 10_000 + b"}", "json.integer_too_large"),
    "a duplicate key": (b'{"role": "auditor", "role": "commander"}', "json.duplicate_key"),
    "a duplicate key spelt otherwise": (b'{"role": 1, "r\\u006fle": 2}', "json.duplicate_key"),
    "a lone surrogate": (b'{"login": "\\ud800"}', "json.text"),
    "a lone surrogate as a key": (b'{"\\udfff": 1}', "json.text"),
    "a null character": (b'{"login": "a\\u0000b"}', "json.text"),
    "UTF-16": ('{"login": "a"}'.encode("utf-16"), "json.not_utf8"),
    "a stray byte": (b'{"login": "\xff"}', "json.not_utf8"),
    "an overlong text": (b'{"login": "' + b"a" * 70_000 + b'"}', "json.text"),
    "a comment": (b'{"a": 1 /* b */}', "json.syntax"),
    "two documents": (b"{}{}", "json.syntax"),
    "nothing but an opening": (b'{"a": [', "json.syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_in_words(name: str) -> None:
    body, code = HOSTILE[name]
    with pytest.raises(BadJson) as refused:
        parse_strict(body)
    assert refused.value.code == code
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith(".")
    refused.value.en.encode("utf-8")


def test_each_reaches_the_client_as_a_problem_document_and_none_as_a_failure(person: People) -> None:
    admin = person(("administrator", "nation"))
    for name, (body, code) in HOSTILE.items():
        answer = _raw(admin, body)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), name
        assert answer.json["code"] == code
        assert "Traceback" not in answer.text


def test_json_of_the_wrong_shape_names_the_field(person: People) -> None:
    admin = person(("administrator", "nation"))
    shapes = {
        b"null": "id",
        b"[]": "body",
        b'"text"': "body",
        b"7": "body",
        b"{}": "id",
        b'{"id": "not-a-uuid"}': "id",
        b'{"id": 7}': "id",
    }
    for body, field in shapes.items():
        answer = _raw(admin, body)
        assert (answer.status_code, answer.json["field"]) == (422, field), body


def test_an_unknown_field_is_named(person: People) -> None:
    answer = _raw(
        person(("administrator", "nation")), b'{"password": "seven quiet pandas", "is_admin": true}', "/reset"
    )
    assert (answer.status_code, answer.json["field"]) == (422, "is_admin")
    assert "没有这一项" in answer.json["detail_zh"]


def test_a_body_above_its_cap_is_refused_before_it_is_read(person: People) -> None:
    answer = _raw(person(("administrator", "nation")), b'{"a": "' + b"a" * 1_100_000 + b'"}')
    assert answer.status_code in (400, 413)
    assert answer.mimetype == "application/problem+json"


def test_text_arrives_in_one_normal_form() -> None:
    assert parse_strict('{"a": "e\u0301"}') == {"a": "\u00e9"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_whatever_is_good_json_is_read_or_refused_but_never_fails(value: Any) -> None:
    with contextlib.suppress(BadJson):
        parse_strict(json.dumps(value))


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf{}")
def test_any_bytes_are_read_or_refused_but_never_fail(body: bytes) -> None:
    with contextlib.suppress(BadJson):
        parse_strict(body)


def test_control_characters_and_overlong_words_in_an_address_are_refused(person: People) -> None:
    browser = person(("administrator", "nation"), ("planner", "nation"))
    for path in ("/api/v1/people?x=%00", "/api/v1/people?%01=1", "/api/v1/people?x=" + "a" * 3000):
        assert browser.get(path).status_code == 422, path
    assert browser.get("/playbooks/%00").status_code == 404


def test_an_integer_that_no_column_holds_is_refused_in_a_query(person: People) -> None:
    answer = person().get(f"/api/v1/people/{2**70}")
    assert answer.status_code == 404


def _raw(browser: Browser, body: bytes, where: str = "") -> Any:
    path = f"/api/v1/people/{browser.person_id}/reset-password" if where else "/api/v1/people"
    headers = {
        "X-CSRF-Token": browser.csrf,
        "Idempotency-Key": "some-key-1",
        "Content-Type": "application/json",
    }
    return browser.client.post(path, data=body, headers=headers)
