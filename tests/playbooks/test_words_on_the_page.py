"""The pages have words for every value and unit of every measure type: they cannot ask Python, so a test holds them."""

import re
from typing import Any

import pytest

from playbooks.measures import KINDS
from playbooks.source.playbook import library
from playbooks.terms.hazards import hazard_words
from playbooks.terms.words import SEGMENTS
from tests.conftest import REPO

#: Said by their own letters, or by words of their own elsewhere.
KNOWN = {*SEGMENTS, "A+", "A", "B", "C"}


def names_in(table: str, *, file: str) -> set[str]:
    """The names of one table of words; each line of it has both languages."""
    source = (REPO / "static/src" / file).read_text("utf-8")
    found = re.search(rf"const {table}: [^=]+= \{{\n(.*?)\n\}}", source, re.S)
    assert found is not None
    return {first or second for first, second in re.findall(r"(?:^|, |  )(?:'([^']+)'|(\w+)): [{']", found[1], re.M)}


def values_of(field: dict[str, Any]) -> set[str]:
    places = (field, field.get("items", {}), field.get("propertyNames", {}))
    return {value for place in places for value in place.get("enum", ())}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_and_unit_of_a_type_has_words(kind: str) -> None:
    values, units = names_in("VALUES", file="desk/fieldwords.ts"), names_in("UNITS", file="desk/fieldwords.ts")

    for name, field in KINDS[kind].fields_schema()["properties"].items():
        assert values_of(field) - KNOWN <= values, name
        assert field["unit"] in units | {""}, name


def test_every_type_has_a_short_name_for_the_matrix() -> None:
    for table in ("MEASURE_ZH", "MEASURE_EN"):
        assert set(KINDS) <= names_in(table, file="live/words.ts")


def test_pages_and_reasons_call_a_hazard_the_same() -> None:
    source = (REPO / "static/src/lib/hazards.ts").read_text("utf-8")
    table = re.search(r"const NAMES: [^=]+ = \{\n(.*?)\n\}", source, re.S)
    assert table is not None
    on_pages = {slug: (zh, en) for slug, zh, en in re.findall(r"(\w+): \['([^']+)', '([^']+)'\]", table[1])}

    assert len(on_pages) > 20
    assert on_pages == {slug: (hazard_words(slug).zh, hazard_words(slug).en) for slug in on_pages}
    assert {hazard for book in library().values() for hazard in book.hazards} <= set(on_pages)
