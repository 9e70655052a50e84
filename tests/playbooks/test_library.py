"""What every playbook of the library keeps to, so that a new one is as good as the first: nothing in it is decoration.

Sources are used, rules fire in a test of its own, texts fit their parts and say nothing doubtful, hazards have names.
"""

import re
from collections.abc import Iterator

import pytest

from incident.rules.broadcast_texts import text_prefix
from playbooks.language.model import MeasureItem, Playbook
from playbooks.planning.items import own_items, type_of
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.source.playbook import library
from playbooks.terms.words import Language
from playbooks.testing.check import situation_of
from playbooks.texts.messages import render
from playbooks.texts.text_checks import text_findings
from tests.conftest import REPO

LIBRARY = library()
BOOKS = pytest.mark.parametrize("playbook", LIBRARY.values(), ids=LIBRARY)
#: The longest name that a text may have to hold.
PLACES: dict[Language, dict[str, str]] = {
    "zh": {"where": "新疆维吾尔自治区等地", "when": "12月28日12时28分"},
    "en": {"where": "Inner Mongolia and elsewhere", "when": "14:28 on 28 September"},
}


def broadcasts(playbook: Playbook) -> Iterator[MeasureItem]:
    for measure in playbook.measures:
        if type_of(measure) == "broadcast":
            yield measure


@BOOKS
def test_a_playbook_bears_the_name_of_its_first_hazard(playbook: Playbook) -> None:
    assert playbook.slug == playbook.hazards[0]


@BOOKS
def test_every_hazard_has_a_name_in_the_pages(playbook: Playbook) -> None:
    named = (REPO / "static" / "src" / "lib" / "hazards.ts").read_text("utf-8")

    for hazard in playbook.hazards:
        assert re.search(rf"\b{hazard}: \['", named), f"{hazard} has no name in static/src/lib/hazards.ts"
        assert f"'{hazard}'" in named


@BOOKS
def test_every_source_is_used_and_every_item_has_one(playbook: Playbook) -> None:
    used = {source for _, item in own_items(playbook) for source in item.sources}

    assert {source.id for source in playbook.sources} == used
    assert [item.id for _, item in own_items(playbook) if not item.sources] == []


@BOOKS
def test_every_rule_fires_in_a_test_of_the_playbook(playbook: Playbook) -> None:
    fired = {
        item.item_id
        for trial in playbook.tests
        for item in plan(
            playbook, situation_of(trial.given, playbook=playbook), parameters=trial.given.parameters
        ).items
    }

    assert [item.id for _, item in own_items(playbook) if item.id not in fired] == []


@BOOKS
def test_every_own_item_is_named_by_a_test(playbook: Playbook) -> None:
    named = {name for trial in playbook.tests for name in trial.expect.planned}

    assert [item.id for _, item in own_items(playbook) if item.id not in named] == []


@BOOKS
def test_public_texts_fit_their_parts_also_in_an_exercise_and_raise_no_doubt(playbook: Playbook) -> None:
    prefix = text_prefix(exercise=True)
    for measure in broadcasts(playbook):
        template = playbook.message(str(measure.message))
        assert template.correction is not None
        assert template.cancel is not None  # the plain one that names its title is for what somebody drafts at night
        for lang in ("zh", "en"):
            for words in (template.text, template.correction, template.cancel):
                told = render(words.say(lang), values=PLACES[lang], lang=lang, prefix=prefix)
                doubts = [
                    one for one in text_findings(told.text, language=lang, prefix=prefix) if one.weight == "doubt"
                ]
                assert doubts == [], f"{template.id} {lang}"
        shown = render(template.text.zh, values=PLACES["zh"], lang="zh", prefix="")
        assert shown.parts <= int(str(measure.fields["most_parts"])), f"{template.id}: {shown.units} characters"


@BOOKS
def test_what_promises_no_suspension_waits_for_the_deferral_and_reaches_nobody_else(playbook: Playbook) -> None:
    by_id = {item.id: item for _, item in own_items(playbook)}
    for measure in broadcasts(playbook):
        if "不因欠费停机" in playbook.message(str(measure.message)).text.zh and "deferral" in by_id:
            deferral = by_id["deferral"].when
            assert set(measure.when.levels or ()) <= set(deferral.levels or ())
            if (
                playbook.slug != "earthquake"
            ):  # its first version tells everybody who felt it; the duty officer words it
                assert measure.when.reaches == deferral.reaches
                assert "deferral" in measure.depends_on


@BOOKS
def test_every_reason_can_be_read_in_both_languages(playbook: Playbook) -> None:
    for trial in playbook.tests:
        planned = plan(playbook, situation_of(trial.given, playbook=playbook))
        told = [reason for item in planned.items for reason in item.reasons]
        told += [reason for item in planned.omitted for reason in item.reasons]
        for reason in told:
            assert say(reason, "zh")
            assert say(reason, "en")
        assert all("{" not in item.title.zh + item.title.en for item in planned.items + planned.omitted)
