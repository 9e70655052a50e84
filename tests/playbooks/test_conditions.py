"""Conditions: read whole or refused at the character, of known names and units, and decided without ever raising."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.conditions import (
    MAX_LENGTH,
    Condition,
    ConditionError,
    Known,
    Name,
    Scope,
    against_growth,
    decide,
    failing,
    grows,
    read,
    say,
)
from playbooks.terms.words import LEVELS, Words


def name(id_: str, kind: str, *, choices: tuple[str, ...] = (), more: bool = False) -> Name:
    return Name(id_, Words(zh=f"「{id_}」", en=id_), kind, choices=choices, grows=more)


SCOPE = Scope(
    (
        name("level", "level", choices=LEVELS),
        name("elapsed", "time"),
        name("customers", "customers", more=True),
        name("vulnerable", "customers", more=True),
        name("CSI", "CSI", more=True),
        name("cap", "money"),
        name("loads", "trucks"),
    )
)


def condition(text: str) -> Condition:
    return read(text, scope=SCOPE)


def held(text: str, **known: int | str) -> bool | None:
    return decide(condition(text), known=known)


@pytest.mark.parametrize(
    ("text", "known", "answer"),
    [
        ("level in [I, II]", {"level": "II"}, True),
        ("level in [I, II]", {"level": "III"}, False),
        ("level != I", {"level": "I"}, False),
        ("not level == I", {"level": "II"}, True),
        ("customers >= 1_000 customers", {"customers": 1000}, True),
        ("customers > 1000 customers", {"customers": 1000}, False),
        ("CSI >= 7.5 CSI", {"CSI": 7500}, True),
        ("elapsed < 3 d", {"elapsed": 72 * 3600}, False),
        ("elapsed < 0.5 h or elapsed >= 72 h", {"elapsed": 72 * 3600}, True),
        ("cap > 5 yuan", {"cap": 501}, True),
        ("vulnerable * 20 >= customers", {"vulnerable": 5, "customers": 100}, True),
        ("customers - vulnerable <= 10 customers", {"vulnerable": 5, "customers": 16}, False),
        ("loads >= 3 trucks", {"loads": 3}, True),
        ("level == I or level == II and customers > 0 customers", {"level": "I", "customers": 0}, True),
        ("(level == I or level == II) and customers > 0 customers", {"level": "I", "customers": 0}, False),
    ],
)
def test_a_condition_means_what_it_says(text: str, known: Known, answer: bool) -> None:
    assert decide(condition(text), known=known) is answer


def test_what_nobody_has_said_is_neither_true_nor_false() -> None:
    assert held("level == I") is None
    assert held("not level == I") is None
    assert held("level == I or CSI >= 6 CSI", CSI=7000) is True
    assert held("level == I and CSI >= 6 CSI", CSI=5000) is False
    assert held("level == I and CSI >= 6 CSI", CSI=7000) is None


def test_the_parts_that_keep_it_from_holding_are_named_one_by_one() -> None:
    asked = condition("level == I and customers >= 10 customers and (CSI >= 6 CSI or elapsed > 1 h)")

    parts = failing(asked, known={"customers": 20, "CSI": 5000, "elapsed": 60})

    assert [say(part).en for part in parts] == ["level is I", "CSI at least 6 CSI or elapsed above 1 h"]


MISTAKES = [
    ("customer > 3 customers", "customer", "did you mean 'customers'"),
    ("customers > 3 customer", "customer", "did you mean 'customers'"),
    ("level in [I, IIII]", "IIII", "did you mean 'III'"),
    ("customers > 3", "3", "a unit is missing; write customers"),
    ("CSI >= 8 MMI", "8 MMI", "units differ: CSI and MMI"),
    ("CSI + elapsed > 3 h", "elapsed", "units differ"),
    ("level < I", "I", "only ==, != and in"),
    ("customers in [I]", "customers", "names that are words"),
    ("customers", "customers", "no condition; compare it"),
    ("3 > 2", "3", "compares two numbers"),
    ("customers * vulnerable > 3 customers", "vulnerable", "whole number without a unit"),
    ("customers > 0.5 customers", "0.5", "not a whole number"),
    (f"customers > {10**18} customers", str(10**18), "too large"),
    ("1 h < elapsed < 3 h", "< 3 h", "can't stand here"),
    ("customers > ", "", "ends too early"),
    ("(customers > 3 customers", "", "ends too early; here may stand"),
    ("customers ? 3", "?", "has no place"),
    ("level in []", "level", "at least one word"),
    ("elapsed.__class__ > 3 h", ".", "has no place"),
    ("__import__('os')", "_", "has no place"),
    ("customers() > 3 customers", "(", "can't stand here"),
    ("and level == I", "and", "can't stand here"),
    ("not " * 9 + "level == I", "not level", "nested more than"),
    ("(" * 9 + "level == I" + ")" * 9, "(level", "nested more than"),
    ("elapsed" + " + 1 h" * 17 + " > 3 h", "+ 1 h > 3 h", "more than 16 sums"),
]


@pytest.mark.parametrize(("text", "at", "words"), MISTAKES, ids=[text[:30] for text, _, _ in MISTAKES])
def test_a_mistake_is_named_at_its_character_with_the_way_out(text: str, at: str, words: str) -> None:
    with pytest.raises(ConditionError) as caught:
        condition(text)

    assert words in caught.value.en
    assert caught.value.zh != caught.value.en
    assert text[caught.value.offset :].startswith(at) if at else caught.value.offset == len(text)


def test_a_condition_is_no_longer_than_one_can_read_aloud() -> None:
    long = " and ".join(["level == I"] * 40)
    assert len(long) > MAX_LENGTH

    with pytest.raises(ConditionError, match="split it"):
        condition(long)


@pytest.mark.parametrize(
    ("text", "helped"),
    [
        ("customers >= 3 customers", True),
        ("customers < 3 customers", False),
        ("not customers < 3 customers", True),
        ("level == I and elapsed < 3 h", True),
        ("vulnerable * 20 >= customers", False),
        ("customers + vulnerable >= 3 customers", True),
        ("3 customers <= customers - vulnerable", False),
        ("customers == 3 customers", False),
        ("CSI >= 7 CSI or level == I", True),
    ],
)
def test_what_a_larger_footprint_may_break_is_known_beforehand(text: str, helped: bool) -> None:
    assert grows(condition(text)) is helped


def test_the_part_that_a_larger_footprint_may_break_is_named() -> None:
    (part,) = against_growth(condition("CSI >= 7 CSI and customers < 100 customers and level == I"))

    assert say(part).en == "customers below 100 customers"


_amounts = st.recursive(
    st.sampled_from(["customers", "vulnerable", "3 customers", "0 customers"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-"]), inner).map(" ".join) | inner.map(lambda one: f"({one}) * 2")
    ),
    max_leaves=4,
)
_conditions = st.recursive(
    st.tuples(_amounts, st.sampled_from(["<", "<=", "==", "!=", ">=", ">"]), _amounts).map(" ".join)
    | st.sampled_from(["level in [I, II]", "level != I", "CSI >= 6 CSI", "elapsed < 3 d"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})")
        | inner.map(lambda one: f"not ({one})")
    ),
    max_leaves=5,
)
_values = st.fixed_dictionaries(
    {},
    optional={
        "customers": st.integers(0, 10),
        "vulnerable": st.integers(0, 10),
        "CSI": st.integers(1000, 12_000),
        "elapsed": st.integers(-100, 10**6),
        "level": st.sampled_from(LEVELS),
    },
)


def read_or_refused(text: str) -> tuple[Condition | None, ConditionError | None]:
    try:
        return condition(text), None
    except ConditionError as error:
        return None, error


@settings(deadline=None, max_examples=60)
@given(_conditions, _values)
def test_whatever_is_read_can_be_decided_and_said(text: str, known: dict[str, int | str]) -> None:
    asked, _ = read_or_refused(text)

    if asked is not None:
        assert decide(asked, known=known) in (True, False, None)
        assert bool(failing(asked, known=known)) is (decide(asked, known=known) is not True)
        assert say(asked).zh
        assert say(asked).en


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("IVcustomersCSI level and or not in[](),<>=!+-*%0.9_ 'é\n"), max_size=60))
def test_any_text_is_read_or_refused_at_one_of_its_characters(text: str) -> None:
    asked, refused = read_or_refused(text)

    assert asked is None or decide(asked, known={}) in (True, False, None)
    assert refused is None or (0 <= refused.offset <= len(text) and refused.zh)


@settings(deadline=None, max_examples=60)
@given(_conditions, _values, st.data())
def test_what_is_marked_as_helped_by_growth_is_never_broken_by_it(
    text: str, known: dict[str, int | str], data: st.DataObject
) -> None:
    asked, _ = read_or_refused(text)
    grown = {
        name: value + data.draw(st.integers(0, 5000)) if name in ("customers", "vulnerable", "CSI") else value
        for name, value in known.items()
        if isinstance(value, int)
    } | {name: value for name, value in known.items() if isinstance(value, str)}

    if asked is not None and grows(asked) and decide(asked, known=known):
        assert decide(asked, known=grown) is True
