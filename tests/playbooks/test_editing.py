"""The form changes a value in the file and no other character of it, whoever wrote the file and however."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.source.playbook import library, library_text, load
from playbooks.source.yaml_source import read_yaml
from playbooks.workbench.editing import EditError, set_values

SMALL = """# 预案 / a playbook
title: {zh: 地震, en: "Earthquake: service"}   # 两种语言
cap_fen: 1_200_000   # 分
levels: [I, II]
text: |
  第一行
  第二行
# 尾注
last: 'it''s'
"""
PATHS = [("title", "zh"), ("title", "en"), ("text",), ("last",)]


def test_an_edit_changes_its_value_and_leaves_every_other_character() -> None:
    edited = set_values(
        SMALL,
        [
            (("title", "zh"), "破坏性地震"),
            (("cap_fen",), 5_000_000),
            (("levels",), ["I", "II", "III"]),
            (("last",), "it's so"),
        ],
    )

    assert edited == (
        SMALL.replace("地震,", "破坏性地震,").replace("1_200_000", "5_000_000").replace("[I, II]", "[I, II, III]")
        .replace("'it''s'", "'it''s so'")
    )  # fmt: skip


def test_lines_stay_lines_and_the_remark_after_them_stays() -> None:
    edited = set_values(SMALL, [(("text",), "一行\n\n三行\n")])

    assert "text: |\n  一行\n\n  三行\n# 尾注\n" in edited


@given(
    value=st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30),
    path=st.sampled_from(PATHS),
)
def test_any_text_comes_back_as_it_was_given_or_is_refused(value: str, path: tuple[str, ...]) -> None:
    try:
        edited = set_values(SMALL, [(path, value)])
    except EditError:
        return
    before, after = read_yaml(SMALL, filename="a").data, read_yaml(edited, filename="a").data
    place: Any = before
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert after == before
    assert "# 两种语言" in edited
    assert "# 尾注" in edited


def test_a_character_that_yaml_does_not_allow_is_refused_where_it_was_to_be_written() -> None:
    with pytest.raises(EditError, match="character that YAML does not allow"):
        set_values(SMALL, [(PATHS[0], "地震\uffff")])


def test_a_library_playbook_keeps_its_comments_and_its_order() -> None:
    text = library_text("earthquake")
    edited = set_values(
        text,
        [(("parameters", "severe_from", "default"), 9), (("measures", 0, "window", "until"), "T+45d"),
         (("owner", "zh"), "总部客户服务部（应急）")],
    )  # fmt: skip

    changed = [(a, b) for a, b in zip(text.split("\n"), edited.split("\n"), strict=True) if a != b]
    assert len(changed) == 3
    book = load(edited, filename="e.yaml")
    assert book.values()["severe_from"] == 9
    assert book.measures[0].window.until == "T+45d"
    assert book.owner.en == library()["earthquake"].owner.en


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [(("nowhere",), 1, "no such value"), (("title",), "x", "no such value"), (("levels", 7), "I", "no such value"),
     (("cap_fen",), {"a": 1}, "single value")],
)  # fmt: skip
def test_what_is_no_single_value_is_refused_by_its_path(path: Any, value: Any, says: str) -> None:
    with pytest.raises(EditError, match=says) as refused:
        set_values(SMALL, [(path, value)])
    assert refused.value.path == "".join(
        f"[{s}]" if isinstance(s, int) else f".{s}" if i else s for i, s in enumerate(path)
    )


def test_a_file_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(EditError, match="syntax"):
        set_values("a: [1\nb: 2\n", [(("b",), 3)])
