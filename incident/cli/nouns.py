"""A click group that imports a noun's module only when it is used, so that `tongxin --help` is quick."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click


class NounGroup(click.Group):
    """Commands by name, each given as `("module:attribute", "short help")`."""

    def __init__(self, *args: Any, nouns: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._nouns = {
            name: entry for name, entry in nouns.items() if find_spec(entry[0].partition(":")[0]) is not None
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._nouns)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._nouns:
            return None
        module, _, attribute = self._nouns[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the nouns without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in self._nouns.items()])
