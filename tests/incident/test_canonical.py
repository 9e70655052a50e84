"""Canonical bytes: those of RFC 8785, whichever of the two ways they were made."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from incident.canonical import canonical_bytes, canonical_text

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_the_bytes_are_those_of_the_standard(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)
    assert canonical_text(value).encode() == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [{"n": 2**53}, [-(2**53)], {"x": float("nan")}, {1: "x"}, "\ud800", {"a": ["\udfff"]}]
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_bytes(value)
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_text(["well", value])


def test_names_beyond_the_basic_plane_sort_by_their_surrogates() -> None:
    value = {"\U0001f600": 1, "\ufb01": 2}
    assert canonical_bytes(value) == '{"😀":1,"ﬁ":2}'.encode()


def test_a_float_anywhere_is_refused_for_the_log() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_bytes({"shares": [{"ppm": 1}, (0.5,)]}, floats=False)
    assert canonical_bytes({"名": 1}, floats=False) == '{"名":1}'.encode()
