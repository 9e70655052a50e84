"""All labelled crash points, read from the source, so that a new one cannot be skipped (goal G2)."""

from __future__ import annotations

import ast
from pathlib import Path

from incident.draining import LABELS
from tests.conftest import REPO


def crash_points() -> list[str]:
    """Every name that some `crashpoint("…")` can have; `{kind}` stands for each kind of row; pages share one."""
    found: set[str] = set()
    for path in sorted((REPO / "incident").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "crashpoint":
                found |= _names(node.args[0], path)
    return sorted(found)


def _names(argument: ast.expr, path: Path) -> set[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return {argument.value}
    if isinstance(argument, ast.JoinedStr):
        return {"".join(_part(part, kind, path) for part in argument.values) for kind in LABELS}
    raise AssertionError(f"{path}:{argument.lineno}: a crash point's name must be a text, or a text with {{kind}}")


def _part(part: ast.expr, kind: str, path: Path) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue), path
    assert isinstance(part.value, ast.Name), path
    assert part.value.id == "kind", f"{path}:{part.lineno}: only {{kind}} is known in a crash point's name"
    return kind
