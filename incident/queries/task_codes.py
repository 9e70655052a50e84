"""Tasks by the short code on their sheet, within what the session may see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold
from incident.errors import Conflict, Invalid, NotFound
from incident.rules.task_codes import id_range

#: Two tasks in a million million share a code; more than a few never do.
MOST = 5


def tasks_of_code(session: Session, code: str) -> list[dict[str, Any]]:
    """Rows of the tasks that the code may mean; Invalid for a slip of the pen, NotFound where there is none."""
    span = id_range(code)
    if span is None:
        raise Invalid(
            "code.wrong",
            field="code",
            zh="编号有误：请逐位核对（共 9 位，没有字母 I、L、O、U）。",
            en="This code is mistyped: check each sign (9 in all; there is no I, L, O or U).",
        )
    table = fold.TABLES["task"]
    query = select(table).where(table.c.id >= span[0], table.c.id <= span[1]).order_by(table.c.id).limit(MOST)
    rows = [fold.log_spelling(table, dict(row)) for row in session.execute(query).mappings()]
    if not rows:
        raise NotFound("code.unknown", field="code", zh="没有这个编号的任务。", en="There is no task with this code.")
    return rows


def task_of_code(session: Session, code: str, *, task_id: str | None = None) -> dict[str, Any]:
    """The one task of the code, or the one of `task_id` among those that share it."""
    rows = tasks_of_code(session, code)
    if task_id is not None:
        rows = [row for row in rows if row["id"] == task_id]
        if not rows:
            raise NotFound.of("任务", "task")
    if len(rows) > 1:
        raise Conflict(
            "code.two",
            field="task",
            zh=f"有 {len(rows)} 个任务用这个编号，请在页面上选择是哪一个。",
            en=f"{len(rows)} tasks have this code; say which one on the page.",
        )
    return rows[0]
