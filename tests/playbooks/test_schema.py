"""The published schema is the one that the models make, accepts every playbook, and refuses what is of another form."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from playbooks.measures import KINDS
from playbooks.source.playbook import library, library_text
from playbooks.source.schema import schema
from playbooks.source.yaml_source import read_yaml
from tests.playbooks import books, every_type
from tests.playbooks.test_triggers_and_phases import TRIGGERS


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def data_of(text: str) -> Any:
    return read_yaml(text, filename="a.yaml").data


def broken(text: str) -> bool:
    return not validator().is_valid(data_of(text))


def test_the_published_schema_is_the_one_that_is_made() -> None:
    published = (files("playbooks") / "schemas" / "playbook-1.json").read_text("utf-8")

    assert published == json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("slug", library())
def test_every_playbook_of_the_library_has_its_form(slug: str) -> None:
    assert [error.message for error in validator().iter_errors(data_of(library_text(slug)))] == []


def test_every_type_of_measure_and_every_new_part_has_its_form() -> None:
    assert not broken(every_type.FILE.read_text("utf-8"))
    assert {one["if"]["properties"]["kind"]["const"] for one in schema()["$defs"]["MeasureItem"]["allOf"]} == set(KINDS)
    more = TRIGGERS + "phases:\n  warn: {from: T-2d, until: T+0}\n"
    assert not broken(books.text(more=more, measure="approval: A\nphase: warn\nwhen: {if: halls >= 1 halls}"))


VARIANT = """\
extends: {playbook: small, version: 1, digest: "76db89c2e911"}
slug: small-sichuan
version: 1
without: {tasks: [report]}
measures:
  - {id: channel, when: {reaches: {CSI: null}}, fields: {queue_minutes: 5}}
"""


def test_a_variant_may_say_as_little_as_it_likes() -> None:
    assert not broken(VARIANT)


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        (VARIANT, "- {id: channel,", "- {id: channel, windou: {},"),
        (VARIANT, "tasks: [report]", "task: [report]"),
        (VARIANT, '"76db89c2e911"', '"76db"'),
        (VARIANT, "slug: small-sichuan\n", ""),
        (books.text(), "kind: green_channel", "kind: green_chanel"),
        (books.text(), ", cap_fen: 1_000_000", ""),
        (books.text(), "queue_minutes: 10", "queue_minuets: 10"),
        (books.text(), "from: T+0", "from: +0"),
        (books.text(), "slug: small", "slug: Small"),
        (books.text(), "version: 1", "version: one"),
        (books.text(more=TRIGGERS), "least: 200", "least: -1"),
        (books.text(more=TRIGGERS), "until: T+7d", "till: T+7d"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, good: str, bad: str) -> None:
    assert not broken(text)
    assert good in text

    assert broken(text.replace(good, bad, 1))
