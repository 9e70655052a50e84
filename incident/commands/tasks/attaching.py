"""Files on a task: taken by what they are, kept outside the log, redacted when they should not have been sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update

from incident import fold, log
from incident.commands.reading import task_row
from incident.commands.tasks.steps import checked_text, done, kept, of
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import tasks as events
from incident.log import Actor
from incident.models import Attachment, Blob
from incident.rules import attachments as rules
from incident.rules.stripping import STRIPPERS, Unreadable


def attach(
    tx: Tx, actor: Actor, *, task_id: str, attachment_id: str, name: str, content: bytes, strip: bool
) -> dict[str, Any]:
    """Put a file on the task; with `strip`, without the place, device and comments that it carries.

    Invalid for a kind that is not taken, one too large, or one that cannot be stripped; the attachment's row.
    """
    row = task_row(tx, task_id)
    if fold.row_of(tx.session, "attachment", attachment_id):
        raise Conflict("attachment.exists", zh="这个附件已经保存。", en="This attachment has been saved already.")
    kind = _taken_kind(content)
    _refuse_too_many(tx, task_id)
    body = _stripped(content, kind) if strip else content
    event = events.FileAttached(
        **of(row),
        by=actor.person,
        attachment_id=attachment_id,
        sort=kind.sort,
        name_text=log.keep_text(tx, rules.clean_name(name), audience=row["province"]),
        media_type=kind.media_type,
        size=len(body),
        content=log.keep_bytes(tx, body, audience=row["province"], media_type=kind.media_type),
        stripped=strip,
        at=tx.now,
    )
    done(tx, actor, row, event)
    return fold.row_of(tx.session, "attachment", attachment_id)


def redact_attachment(tx: Tx, actor: Actor, *, attachment_id: str, reason: str) -> dict[str, Any]:
    """Delete the bytes and the name of an attachment; the chain of the log stays valid (DESIGN.md §3.6)."""
    found = fold.row_of(tx.session, "attachment", attachment_id)
    if not found:
        raise NotFound.of("附件", "attachment")
    if found["redacted_at"]:
        raise Conflict("attachment.redacted", zh="这个附件已经删除。", en="This attachment has been redacted already.")
    row = task_row(tx, found["task_id"])
    event = events.FileRedacted(
        **of(row),
        by=actor.person,
        attachment_id=attachment_id,
        reason_text=kept(tx, row, checked_text("reason", reason)),
        at=tx.now,
    )
    done(tx, actor, row, event)
    tx.session.execute(
        update(Blob)
        .where(Blob.digest.in_((found["content"], found["name_text"])))
        .values(content=b"", salt=b"", redacted_at=tx.real_now)
        .execution_options(synchronize_session=False)
    )
    return fold.row_of(tx.session, "attachment", attachment_id)


def _taken_kind(content: bytes) -> rules.FileKind:
    kind = rules.kind_of(content)
    if kind is None:
        raise Invalid(
            "attachment.kind",
            field="file",
            zh="不接受这种文件；可以是照片（JPEG、PNG、WebP、HEIC）、语音（OGG、WebM、M4A、MP3、WAV、AMR）"
            "或文件（PDF、DOCX、XLSX、纯文本）。",
            en="This kind of file is not taken; a photo (JPEG, PNG, WebP, HEIC), a voice note (OGG, WebM, M4A, MP3,"
            " WAV, AMR) or a document (PDF, DOCX, XLSX, plain text) is.",
        )
    if len(content) > kind.most_bytes:
        most = kind.most_bytes // rules.MEGA
        raise Invalid(
            "attachment.size",
            field="file",
            zh=f"这种文件最大 {most} MB。",
            en=f"A file of this kind has at most {most} MB.",
        )
    return kind


def _refuse_too_many(tx: Tx, task_id: str) -> None:
    count = tx.session.scalar(select(func.count()).select_from(Attachment).where(Attachment.task_id == task_id))
    if (count or 0) >= rules.MOST_FILES:
        raise Conflict(
            "attachment.too_many",
            zh=f"一个任务最多 {rules.MOST_FILES} 个附件。",
            en=f"A task has at most {rules.MOST_FILES} attachments.",
        )


def _stripped(content: bytes, kind: rules.FileKind) -> bytes:
    if kind.media_type in STRIPPERS:
        try:
            return STRIPPERS[kind.media_type](content)
        except Unreadable as error:
            raise Invalid(
                "attachment.unreadable",
                field="file",
                zh="这张图片不完整或不合格式，无法去除位置信息；请重新拍摄，或不去除位置发送。",
                en=f"This picture is broken ({error}), so its place cannot be taken out; take it again, or send it"
                " with its place.",
            ) from None
    if kind.sort == "photo":
        raise Invalid(
            "attachment.cannot_strip",
            field="strip",
            zh="这种格式的照片无法去除位置信息；请改发 JPEG，或不去除位置发送。",
            en="The place cannot be taken out of this kind of photo; send a JPEG, or send it with its place.",
        )
    raise Invalid(
        "attachment.cannot_strip",
        field="strip",
        zh="语音和文件无法去除其中的信息；请不选「去除位置」发送。",
        en="Nothing can be taken out of voice notes and documents; send it without asking for that.",
    )
