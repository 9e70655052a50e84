"""Variants that ship with the house build on the library as it is now, pass their own tests and try every rule."""

import pytest

from playbooks.source.playbook import library
from playbooks.source.variants import ShippedVariant, parent_of, shipped_variants
from playbooks.testing.check import run_tests
from playbooks.testing.coverage import coverage, gap_words
from playbooks.workbench.meaning import difference

EACH = pytest.mark.parametrize("variant", shipped_variants().values(), ids=lambda one: one.slug)


@EACH
def test_a_variant_names_its_province_and_pins_what_the_library_says_now(variant: ShippedVariant) -> None:
    parent = parent_of(variant.playbook)

    assert variant.slug == variant.playbook.slug
    assert len(variant.province) == 6
    assert parent is not None
    assert library()[parent[0]].digest == parent[1]
    assert variant.slug not in library(), "a variant is offered, never planned from"


@EACH
def test_a_variant_passes_its_own_tests_and_its_parents_and_tries_every_rule(variant: ShippedVariant) -> None:
    assert [(one.id, one.failures) for one in run_tests(variant.playbook) if not one.passed] == []
    assert [gap_words(rule).en for rule in coverage(variant.playbook).gaps] == []


def test_hunans_way_with_ice_runs_longer_and_powers_halls_and_says_so_by_meaning() -> None:
    told = {(one.section, one.kind) for one in difference(library()["ice"], shipped_variants()["ice-430000"].playbook)}

    assert {("measures", "changed"), ("tasks", "added"), ("tests", "added")} <= told
