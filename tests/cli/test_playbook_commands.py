"""`tongxin playbook`: checks with line and column, the playbook's own tests, the plan and why, differences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playbooks.source.playbook import library_text, load
from tests.cli.conftest import Tongxin


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The earthquake playbook as a file of one's own."""
    file = tmp_path / "mine.yaml"
    file.write_text(library_text("earthquake"), "utf-8")
    return file


def test_the_library_is_good_and_passes_its_own_tests(tongxin: Tongxin) -> None:
    assert tongxin("playbook", "check", "earthquake").code == 0
    ran = tongxin("playbook", "test", "earthquake")
    assert ran.code == 0
    assert " 0 failed" in ran.out


def test_every_problem_is_a_line_with_file_line_and_column(tongxin: Tongxin, copy: Path) -> None:
    text = copy.read_text("utf-8").replace("kind: fee_waiver", "kind: fee_waver")
    copy.write_text(text.replace("version: 1", "version: soon", 1), "utf-8")

    ran = tongxin("playbook", "check", copy)

    lines = ran.err.splitlines()
    assert ran.code == 2
    assert len(lines) == 2
    assert all(line.startswith(f"{copy}:") and line.split(":")[1].isdigit() for line in lines)
    assert any("fee_waver" in line and "fee_waiver" in line for line in lines)


def test_a_failing_test_of_the_playbook_is_found(tongxin: Tongxin, copy: Path) -> None:
    text = copy.read_text("utf-8")
    assert "omitted: [" in text or "omitted:" in text
    copy.write_text(text.replace("value: 7", "value: 9", 1).replace("value: 8", "value: 5", 1), "utf-8")

    ran = tongxin("playbook", "test", copy)

    assert ran.code == 1
    assert "FAILED" in ran.out


def test_coverage_names_the_rules_that_no_test_tries(tongxin: Tongxin, tmp_path: Path) -> None:
    text = library_text("ice")
    (tmp_path / "whole.yaml").write_text(text, "utf-8")
    assert tongxin("playbook", "test", tmp_path, "--coverage").code == 0
    cut = text[: text.index("  - id: level-three\n")].rstrip() + "\n"
    (tmp_path / "cut.yaml").write_text(cut, "utf-8")

    ran = tongxin("playbook", "test", tmp_path, "--coverage")

    assert ran.code == 1
    assert "untried 'silence-dunning'" in ran.out
    assert "never fired in any test" in ran.out
    assert tongxin("playbook", "test", tmp_path).code == 0


def test_results_are_one_document_for_programs(tongxin: Tongxin, tmp_path: Path) -> None:
    ran = tongxin("playbook", "test", "ice", "flood", "--coverage", "--json")

    told = json.loads(ran.out)
    assert (ran.code, told["schema"], told["passed"]) == (0, "playbook-tests/1", True)
    assert [one["slug"] for one in told["playbooks"]] == ["ice", "flood"]
    rule = next(rule for rule in told["playbooks"][0]["coverage"]["rules"] if rule["id"] == "top-up")
    assert rule["kind"] == "measure"
    assert "southern-provinces" in rule["fired"]
    assert "level-three" in rule["not_fired"]
    assert "no playbook" in tongxin("playbook", "test", tmp_path).err


def test_a_variant_in_a_folder_builds_on_what_lies_beside_it_and_tells_where_each_line_is_from(
    tongxin: Tongxin, copy: Path
) -> None:
    parent = load(copy.read_text("utf-8"), filename="mine.yaml")
    variant = copy.with_name("variant.yaml")
    variant.write_text(
        f'extends: {{playbook: mine, version: 1, digest: "{parent.digest}"}}\nslug: variant\nversion: 1\n'
        "measures:\n  - {id: green-channel, fields: {queue_minutes: 5}}\n",
        "utf-8",
    )

    assert tongxin("playbook", "check", variant).code == 0
    told = tongxin("playbook", "lines", variant).out
    assert f"{variant}:5: measures[3].fields.queue_minutes = 5" in told
    assert 'mine.yaml:12: hazards[0] = "earthquake"' in told


def test_the_plan_says_why_each_item_is_there_or_not(tongxin: Tongxin) -> None:
    ran = tongxin("playbook", "plan", "earthquake", "--footprint", "wenchuan-2008", "--level", "I", "--json")

    told = json.loads(ran.out)
    assert ran.code == 0
    assert {change["change"] for change in told["changes"]} == {"add"}
    assert {change["type"] for change in told["changes"]} == {"measure", "task", "broadcast"}
    assert all(change["reasons_zh"] and change["reasons_en"] for change in told["changes"])
    assert all(item["reasons_zh"] and item["reasons_en"] for item in told["omitted"])


def test_the_same_plan_comes_out_twice(tongxin: Tongxin) -> None:
    arguments = ("playbook", "plan", "earthquake", "--footprint", "wenchuan-2008", "--json")

    assert tongxin(*arguments).out == tongxin(*arguments).out


def test_a_difference_is_told_by_meaning_and_not_by_layout(tongxin: Tongxin, copy: Path) -> None:
    copy.write_text("# a remark\n" + copy.read_text("utf-8"), "utf-8")
    assert tongxin("playbook", "diff", "earthquake", copy).code == 0

    copy.write_text(copy.read_text("utf-8").replace("version: 1", "version: 2", 1), "utf-8")
    ran = tongxin("playbook", "diff", "earthquake", copy)
    assert (ran.code, ran.out) == (1, "~ version: 1 → 2\n")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("check", "meteorite"), "meteorite"),
        (("plan", "earthquake", "--footprint", "nowhere.xml"), "nowhere.xml"),
        (("plan", "earthquake"), "--footprint"),
        (("plan", "earthquake", "--footprint", "wenchuan-2008", "--level", "V"), "--level"),
        (("plan", "earthquake", "--footprint", "wenchuan-2008", "--at", "2008-05-12T15:00"), "--at"),
    ],
)
def test_bad_usage_is_one_line_that_names_it(tongxin: Tongxin, arguments: tuple[str, ...], named: str) -> None:
    assert named in tongxin("playbook", *arguments).complaint


def test_a_playbook_that_is_not_utf8_is_named(tongxin: Tongxin, tmp_path: Path) -> None:
    file = tmp_path / "gbk.yaml"
    file.write_bytes("slug: 地震".encode("gbk"))

    assert "gbk.yaml" in tongxin("playbook", "check", file).complaint


def _simulated(tongxin: Tongxin, *more: object) -> dict[str, Any]:
    ran = tongxin("playbook", "simulate", *more, "--level", "I", "--runs", "3", "--json")
    assert ran.code == 0, ran.err
    told: dict[str, Any] = json.loads(ran.out)
    return told


def test_a_simulation_says_what_gives_way_first_and_the_same_seed_says_the_same(tongxin: Tongxin) -> None:
    told = _simulated(tongxin, "earthquake", "--footprint", "wenchuan-2008", "--seed", "7")
    words = tongxin("playbook", "simulate", "earthquake", "--footprint", "wenchuan-2008", "--level", "I", "--runs", "3")

    version = told["versions"][0]
    assert version == _simulated(tongxin, "earthquake", "--footprint", "wenchuan-2008", "--seed", "7")["versions"][0]
    assert version["runs"] == 3
    assert version["first"]["zh"]
    assert told["comparison"] is None
    assert words.code == 0
    assert version["first"]["en"].split(";")[0] in " ".join(words.out.split())


def test_two_playbooks_are_held_side_by_side(tongxin: Tongxin, copy: Path) -> None:
    told = _simulated(tongxin, "earthquake", copy, "--footprint", "random")

    assert len(told["versions"]) == 2
    assert told["comparison"]["same"]


def test_playbooks_for_other_hazards_and_hazards_without_a_generator_are_refused(tongxin: Tongxin) -> None:
    two = tongxin("playbook", "simulate", "earthquake", "flood", "--footprint", "random")
    three = tongxin("playbook", "simulate", "flood", "flood", "flood", "--footprint", "random")

    assert (two.code, three.code) == (2, 2)
    assert "no hazard in common" in two.err
    assert "two held against each other" in three.err
