"""A variant says what it changes of its parent, and pins it; every line of the whole knows where it was written."""

import json
from dataclasses import dataclass, field

import pytest

from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.source.playbook import Playbook, PlaybookError, Problem, library, library_text, load, resolved
from playbooks.source.shelf import LIBRARY
from tests.playbooks import books
from tests.playbooks.builders import WENCHUAN, region, situation

FRAGMENT = """\
sources:
  - {id: custom, title: {zh: 惯例, en: Custom}, reference: 口头}
tasks:
  - id: count
    title: {zh: 清点, en: Count}
    why: {zh: 要数, en: To know how many}
    sources: [custom]
    when: {reaches: {CSI: 6}}
    team: province_duty
    target: province
    checklist: [{zh: 数, en: Count}]
"""


@dataclass
class Pile:
    """A shelf of a few texts."""

    texts: dict[str, str]
    pieces: dict[str, str] = field(default_factory=lambda: {"counting": FRAGMENT})

    def playbook(self, slug: str, *, version: int) -> str | None:
        return self.texts.get(slug)

    def fragment(self, name: str) -> str | None:
        return self.pieces.get(name)

    def playbooks(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def fragments(self) -> tuple[str, ...]:
        return tuple(self.pieces)


PARENT = books.text()
DIGEST = load(PARENT, filename="small.yaml").digest
PILE = Pile({"small": PARENT})
HEAD = f"""\
extends: {{playbook: small, version: 1, digest: "{DIGEST[:12]}"}}
slug: small-sichuan
version: 1
title: {{zh: 四川的小预案, en: Small of Sichuan}}
"""


def digest_of_fragment() -> str:
    """What the loader says of the fragment when a wrong digest is written."""
    (problem,) = problems_of(variant('fragments: [{fragment: counting, digest: "000000000000"}]\n'))
    return problem.message_en.split("digest ")[1].split(" ")[0]


def variant(more: str) -> str:
    return HEAD + more


def loaded(more: str, *, shelf: Pile = PILE) -> Playbook:
    return load(variant(more), filename="mine.yaml", shelf=shelf)


def problems_of(text: str, *, shelf: Pile = PILE) -> tuple[Problem, ...]:
    with pytest.raises(PlaybookError) as caught:
        load(text, filename="mine.yaml", shelf=shelf)
    return caught.value.problems


def planned(playbook: Playbook) -> Plan:
    return plan(playbook, situation(region(WENCHUAN, value=8)))


def test_a_variant_is_its_parent_but_for_what_it_says() -> None:
    own = loaded("measures:\n  - {id: channel, fields: {queue_minutes: 5}}\n")

    assert own.slug == "small-sichuan"
    assert own.measures[0].fields["queue_minutes"] == 5
    assert own.measures[0].fields["cap_fen"] == 1_000_000
    assert [task.id for task in own.tasks] == ["report"]
    assert own.owner.en == "Headquarters"
    assert planned(own).item("small-sichuan/channel/*").fields["queue_minutes"] == 5


def test_what_is_new_stands_after_what_there_was_and_what_is_not_wanted_is_gone() -> None:
    own = loaded(
        f'fragments: [{{fragment: counting, digest: "{digest_of_fragment()}"}}]\n'
        "without: {tasks: [report]}\n"
        "measures:\n  - {id: channel, when: {reaches: {CSI: 7}}}\n"
    )

    assert [task.id for task in own.tasks] == ["count"]
    assert own.measures[0].when.reaches == {"CSI": 7}
    assert {source.id for source in own.sources} == {"proposal", "custom"}


def test_null_takes_a_name_out() -> None:
    own = loaded("measures:\n  - {id: channel, when: {reaches: {CSI: null, MMI: 6}}}\n")

    assert own.measures[0].when.reaches == {"MMI": 6}


def test_the_digest_pins_parents_and_fragments_and_the_whole_stands_without_them() -> None:
    own = loaded("measures:\n  - {id: channel, fields: {queue_minutes: 5}}\n")

    assert [(one.kind, one.name, one.version, one.digest) for one in own.lineage] == [("playbook", "small", 1, DIGEST)]
    alone = load(json.dumps(own.written), filename="kept.json", shelf=Pile({}))
    assert alone.digest == own.digest
    assert planned(alone) == planned(own)
    assert loaded("").digest != own.digest


def test_a_parent_that_has_changed_is_refused_until_somebody_has_looked_at_it() -> None:
    changed = Pile({"small": PARENT.replace("queue_minutes: 10", "queue_minutes: 11")})

    (problem,) = problems_of(variant(""), shelf=changed)

    assert (problem.line, problem.path) == (1, "extends.digest")
    assert "look at what it says, then write that" in problem.message_en


def test_a_variant_of_a_variant_names_both_in_its_lineage() -> None:
    middle = variant("measures:\n  - {id: channel, fields: {queue_minutes: 5}}\n")
    pile = Pile({"small": PARENT, "small-sichuan": middle})
    digest = load(middle, filename="small-sichuan.yaml", shelf=pile).digest
    text = f'extends: {{playbook: small-sichuan, version: 1, digest: "{digest[:16]}"}}\nslug: small-ya-an\nversion: 3\n'

    own = load(text, filename="mine.yaml", shelf=pile)

    assert [one.name for one in own.lineage] == ["small", "small-sichuan"]
    assert (own.version, own.measures[0].fields["queue_minutes"]) == (3, 5)


def test_every_line_of_the_whole_says_where_it_was_written() -> None:
    text = variant("measures:\n  - {id: channel, fields: {queue_minutes: 5}}\n")

    whole = resolved(text, filename="mine.yaml", shelf=PILE)
    lines = {path: (value, name, line) for path, value, name, line in whole.lines()}

    assert lines["measures[0].fields.queue_minutes"] == (5, "mine.yaml", 6)
    assert lines["title.en"] == ("Small of Sichuan", "mine.yaml", 4)
    in_parent = PARENT.split("\n").index("  - id: report") + 1
    assert lines["tasks[0].id"] == ("report", "small.yaml", in_parent)


MISTAKES = [
    ("playbook: small", "playbook: smal", "did you mean 'small'", 1),
    ("version: 1, digest", "version: 2, digest", "'small' is at version 1 now", 1),
    ("version: 1, digest", "version: one, digest", "must say version, as whole number", 1),
    (f'digest: "{DIGEST[:12]}"', 'digest: "abc"', "has the digest", 1),
    (", digest:", ", digets:", "did you mean 'digest'", 1),
]


@pytest.mark.parametrize(("good", "bad", "words", "line"), MISTAKES, ids=[bad for _, bad, _, _ in MISTAKES])
def test_a_parent_that_cannot_be_used_is_named_with_the_way_out(good: str, bad: str, words: str, line: int) -> None:
    (problem,) = problems_of(HEAD.replace(good, bad, 1))

    assert words in problem.message_en
    assert problem.line == line
    assert problem.path.startswith("extends")


@pytest.mark.parametrize(
    ("more", "words", "line", "filename"),
    [
        ("without: {tasks: [reprot]}\n", "did you mean 'report'", 5, "mine.yaml"),
        ("without: {task: [report]}\n", "did you mean 'tasks'", 5, "mine.yaml"),
        ("without: {tasks: report}\n", "must be a list of ids", 5, "mine.yaml"),
        ('fragments: [{fragment: couting, digest: "0"}]\n', "did you mean 'counting'", 5, "mine.yaml"),
        ("fragments: counting\n", "must be a list", 5, "mine.yaml"),
        ("measures:\n  - {id: channel, windou: {}}\n", "did you mean 'window'", 6, "mine.yaml"),
        ("measures:\n  - id: channel\n    when: {if: hals > 1 halls}\n", "did you mean 'halls'", 7, "mine.yaml"),
        ("teams: {province_halls: null}\n", "unknown word 'province_halls'", 18, "small.yaml"),
    ],
)
def test_a_mistake_in_the_whole_is_named_in_the_file_that_made_it(
    more: str, words: str, line: int, filename: str
) -> None:
    found = [problem for problem in problems_of(variant(more)) if words in problem.message_en]

    assert [(one.filename, one.line) for one in found] == [(filename, line)]


def test_a_circle_of_parents_is_refused() -> None:
    text = HEAD.replace("playbook: small,", "playbook: small-sichuan,")

    found = problems_of(text, shelf=Pile({"small-sichuan": text}))

    assert any("in a circle" in problem.message_en for problem in found)


def test_a_fragment_is_no_playbook_of_its_own() -> None:
    pile = Pile({"small": PARENT}, {"counting": "slug: counting\n" + FRAGMENT})

    (problem,) = problems_of(variant('fragments: [{fragment: counting, digest: "0"}]\n'), shelf=pile)

    assert (problem.filename, problem.line) == ("fragments/counting.yaml", 1)
    assert "can't say slug" in problem.message_en


def test_a_province_may_build_on_what_ships_with_the_house() -> None:
    parent = library()["ice"]
    text = (
        f'extends: {{playbook: ice, version: {parent.version}, digest: "{parent.digest}"}}\n'
        "slug: ice-guizhou\nversion: 1\ntitle: {zh: 贵州低温雨雪冰冻, en: Ice in Guizhou}\n"
    )

    own = load(text, filename="ice-guizhou.yaml")

    assert own.measures == parent.measures
    assert LIBRARY.playbook("ice", version=1) == library_text("ice")


@pytest.mark.parametrize("slug", library())
def test_what_is_written_loads_to_the_same_playbook(slug: str) -> None:
    playbook = library()[slug]

    again = load(json.dumps(playbook.written), filename="kept.json")

    assert again.digest == playbook.digest
