"""What README and docs say is so: commands exist, settings are named, links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from incident.cli import tongxin
from incident.config import Settings
from tests.conftest import REPO

PAGES = ("README.md", *sorted(str(page.relative_to(REPO)) for page in (REPO / "docs").glob("*.md")))
TEXT = {page: (REPO / page).read_text("utf-8") for page in PAGES}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its full name, groups included."""

    def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield name, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for child in command.list_commands(context):
                found = command.get_command(context, child)
                assert found is not None, child
                yield from walk(f"{name} {child}", found)

    return walk("tongxin", tongxin)


COMMANDS = dict(commands())
LEAVES = {name: command for name, command in COMMANDS.items() if not isinstance(command, click.Group)}
TARGETS = set(re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_exists(page: str) -> None:
    named = re.findall(r"(?:^|[`/ ])tongxin((?: [a-z][a-z-]+)+)", TEXT[page], re.MULTILINE)
    unknown = [words for words in named if not _leads_to_a_command(words.split())]

    assert unknown == []


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", TEXT[page], re.MULTILINE)) <= TARGETS


def test_the_readme_names_every_noun_of_the_command_line() -> None:
    missing = [name for name in COMMANDS if name.count(" ") == 1 and f"`{name}" not in TEXT["README.md"]]

    assert missing == []


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_explains_itself_and_its_exit_codes(name: str) -> None:
    command = LEAVES[name]
    context = click.Context(command, info_name=name)

    assert "--help" in command.get_help(context)
    assert "Exit 0" in (command.help or "")
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_setting_is_in_the_operators_table_and_the_other_way_round() -> None:
    told = set(re.findall(r"^\| `TONGXIN_([A-Z_]+)`", TEXT["docs/operations.md"], re.MULTILINE))

    assert told == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    folder = (REPO / page).parent
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", TEXT[page])

    assert [link for link in links if not (folder / link).exists()] == []


def _leads_to_a_command(words: list[str]) -> bool:
    """Whether the words begin with a whole command; what follows it are its arguments."""
    for length in range(len(words), 0, -1):
        name = " ".join(["tongxin", *words[:length]])
        if name in COMMANDS:
            return length == len(words) or name in LEAVES
    return False
