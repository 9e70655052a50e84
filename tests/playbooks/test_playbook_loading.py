"""A playbook is read whole or refused whole, every mistake with its line and column and nothing executed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.source.playbook import Playbook, PlaybookError, Problem, library, library_text, load

TEXT = library_text("earthquake")
#: Every form of the language once, in few lines.
LANGUAGE = Path(__file__).with_name("whole_language.yaml").read_text("utf-8")


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(PlaybookError) as caught:
        load(text, filename="mine.yaml")
    return caught.value.problems


def loaded_or_refused(text: str) -> tuple[Playbook | None, tuple[Problem, ...]]:
    try:
        return load(text, filename="mutated.yaml"), ()
    except PlaybookError as error:
        return None, error.problems


def place_of(needle: str, *, text: str = TEXT) -> tuple[int, int]:
    """Line and column (from 1) where ``needle`` first stands."""
    before = text[: text.index(needle)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def test_the_library_is_found_by_the_names_of_its_files() -> None:
    assert {"earthquake", "ice", "typhoon", "flood"} <= set(library())
    assert library()["earthquake"].hazards == ("earthquake",)


def test_an_unknown_playbook_is_answered_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="earthquake"):
        library_text("earthquack")


def test_the_digest_follows_the_content_and_not_comments_or_layout() -> None:
    original = load(TEXT, filename="a.yaml")

    assert load("# a comment\n" + TEXT, filename="b.yaml").digest == original.digest
    assert load(TEXT.replace("queue_minutes: 10", "queue_minutes: 11"), filename="c.yaml").digest != original.digest
    assert len(original.digest) == 64


def test_a_playbook_is_frozen() -> None:
    playbook = load(TEXT, filename="a.yaml")

    with pytest.raises(ValueError, match="frozen"):
        playbook.version = 2


MISTAKES = [
    ("kind: fee_waiver", "kind: fee_waver", "fee_waiver", "measures[1].kind"),
    (
        "    window: {from: day, until: T+7d}",
        "    windou: {from: day, until: T+7d}",
        "window",
        "measures[1].windou",
    ),
    ("cap_per_customer_fen: 3_200", "cap_per_custommer_fen: 3_200", "cap_per_customer_fen", "custommer"),
    ("levels: [I, II, III]", "levels: [I, IIII]", "III", "measures[0].when.levels[1]"),
    ("MMI: 6}", "MMI: 6.5}", "whole number", "measures[0].when.reaches.MMI"),
    ("MMI: 6}", "MMI: 13}", "from 1 to 12", "measures[0].when.reaches.MMI"),
    ("MMI: 6}", "level: 5}", "from 1 to 4", "measures[0].when.reaches.level"),
    ("{parameter: felt_from}", "{parameter: felt_form}", "felt_from", "parameter"),
    ("team: province_messages", "team: province_mesages", "province_messages", "measures[2].team"),
    ("message: what-is-free", "message: what-is-fre", "what-is-free", "measures[2].message"),
    ("task_notice: task-notice", "task_notice: task-notise", "task-notice", "task_notice"),
    ("depends_on: [report-situation]", "depends_on: [report-situatoin]", "report-situation", "depends_on[0]"),
    ("sources: [itu-netp, work-2009]", "sources: [itu-ntp, work-2009]", "itu-netp", "tasks[2].sources[0]"),
    ("id: vulnerable-calls", "id: county-points", "already taken", "tasks[2].id"),
    ("until: T+24h}", "until: 24h}", "T+90m", "measures[2].window.until"),
    ("until: T+24h}", "until: T-24h}", "later than", "measures[2].window.until"),
    ("{when}，{where}发生", "{wen}，{where}发生", "when", "messages[0].text.zh"),
    (
        "不再适用，请以当地政府最新发布为准",
        "不再适用" + "，请以当地政府最新发布为准" * 12,
        "shorten",
        "messages[0].cancel.zh",
    ),
    ("【解除】10086", "【解除】{whre}10086", "where", "messages[0].cancel.zh"),
    ("在{county}设免费", "在{county设免费", "brace", "tasks[1].title.zh"),
    ("target: county", "target: country", "county", "tasks[1].target"),
    ("acknowledge_minutes: 5,", "acknowledge_minutes: 0,", "≥ 1", "response_clocks.I.acknowledge_minutes"),
    ("version: 1", "version: one", "whole number", "version"),
    ("critical: true", "critical: yes", "true or false", "measures[0].critical"),
    ("version: 1\n", "", "'version' is missing", "version"),
    ("    default: 6\n", "    default: 9\n", "least ≤ default ≤ most", "parameters.felt_from"),
    ("provinces: others", "provinces: other", "others", "tasks[7].when.provinces"),
    (
        "rules: [registered_address, roaming_in]",
        "rules: [registered_adress]",
        "registered_address",
        "rules[0]",
    ),
    ("queue_minutes: 10", "queue_minutes: {parameter: felt_frm}", "felt_from", "queue_minutes"),
    (
        '{county: "510107", value: 8, customers: 900',
        '{county: "510107", value: 8, customer: 1',
        "customers",
        "customer",
    ),
    (
        "given: {level: I, regions: []}",
        "given: {parameters: {felt_from: 9}}",
        "5 ≤ felt_from ≤ 8",
        "felt_from",
    ),
    (
        "planned: [deferral, waiver, public-info, green",
        "planned: [defferal, green",
        "deferral",
        "tests[0].expect",
    ),
]


@pytest.mark.parametrize(("good", "bad", "hint", "path"), MISTAKES, ids=[bad for _, bad, _, _ in MISTAKES])
def test_a_mistake_is_named_with_its_line_its_path_and_the_way_out(good: str, bad: str, hint: str, path: str) -> None:
    text = TEXT.replace(good, bad, 1)
    assert text != TEXT

    found = problems_of(text)

    hit = [problem for problem in found if hint in problem.message_en and path in problem.path]
    assert hit, [str(problem) for problem in found]
    assert hit[0].filename == "mine.yaml"
    assert hit[0].message_zh != hit[0].message_en
    if bad and "default" not in bad:  # what is missing, and a pair of bounds, are named at the group they belong to
        assert hit[0].line == place_of(good)[0]


def test_the_column_points_at_the_word() -> None:
    text = TEXT.replace("levels: [I, II, III]", "levels: [I, IIII]", 1)

    (problem,) = problems_of(text)

    assert (problem.line, problem.column) == place_of("IIII", text=text)


def test_a_parameter_that_would_break_a_field_at_its_bound_is_found_before_anybody_uses_it() -> None:
    text = TEXT.replace("queue_minutes: 10", "queue_minutes: {parameter: waiver_cap_fen}")

    found = problems_of(text)

    assert {problem.path for problem in found} == {"measures[3].fields.queue_minutes"}
    assert any("≥ 1, got 0" in problem.message_en for problem in found)


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = TEXT.replace("kind: fee_waiver", "kind: fee", 1).replace("version: 1\n", "version: 0\n", 1)
    text = text.replace("queue_minutes: 10", "queue_minutes: ten", 1)

    found = problems_of(text)

    assert [problem.path for problem in found] == [
        "version",
        "measures[1].kind",
        "measures[3].fields.queue_minutes",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("slug: &a x\n", "anchors", 1),
        ("slug: x\ntitle: *a\n", "aliases", 2),
        ("slug: !!python/object/apply:os.system ['true']\n", "tags", 1),
        ("slug: x\n<<: {a: 1}\n", "merge keys", 2),
        ("slug: x\nslug: y\n", "given twice", 2),
        ("slug: x\n---\nslug: y\n", "one document", 2),
        ("%YAML 1.1\n---\nslug: x\n", "directives", 2),
        ("slug: [1,\n", "YAML syntax", 2),
        ("slug: a\x00b\n", "control character", 1),
        ("[" * 200, "nested more than 32", 1),
        ("", "slug", 1),
        ("- a\n- b\n", "slug", 1),
        ("x: " + "a" * (256 * 1024), "256 kB", 1),
        ("? [a]\n: b\n", "one word", 1),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, words: str, line: int) -> None:
    found = problems_of(text)

    hit = [problem for problem in found if words in problem.message_en]
    assert hit, [str(problem) for problem in found]
    assert hit[0].line == line


def test_loading_runs_nothing(tmp_path: Path) -> None:
    witness = tmp_path / "ran"

    problems_of(f"slug: !!python/object/apply:pathlib.Path.touch [{witness}]\n")

    assert not witness.exists()


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_file_with_one_character_changed_loads_or_is_refused_but_never_breaks(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(LANGUAGE) - 1))
    other = data.draw(st.sampled_from(list("{}[]:,&*!|>'\"#%@-?\n\t x0é…\ud800")))
    text = LANGUAGE[:place] + other + LANGUAGE[place + 1 :]

    loaded, problems = loaded_or_refused(text)

    assert (loaded is None) == bool(problems)
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message_zh for problem in problems)
