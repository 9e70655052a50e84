"""Routes of files on tasks: sent as a form, given out as downloads that no browser runs."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import select

from incident.commands import tasks
from incident.errors import Invalid, NotFound
from incident.models import Attachment, Blob, Task
from incident.rules.attachments import MEGA
from incident.schemas.tasks import WithReason
from incident.web import carry_out, policy, reach, reading

blueprint = APIBlueprint("attachments", __name__, url_prefix="/api/v1", tag="tasks")

#: A file is shown by nothing of ours in the page's own origin: no scripts, no frames, no forms.
_CAGE = "default-src 'none'; sandbox; frame-ancestors 'none'"
MOST_BYTES = 20 * MEGA


@blueprint.post("/tasks/<uuid:task_id>/attachments")
@policy("task.attach")
def attach(task_id: UUID) -> Response:
    """Attach a photo, voice note or document: a form with `file`, `id` (UUID) and `strip` (`1` takes its place out)."""
    place = reach(Task, task_id)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("attachment.file", field="file", zh="请选择文件。", en="Choose a file.")
    attachment_id = _uuid(request.form.get("id", ""))
    content = upload.stream.read(MOST_BYTES + 1)
    name, strip = upload.filename, request.form.get("strip") == "1"
    return carry_out(
        lambda tx, actor: tasks.attach(
            tx, actor, task_id=str(task_id), attachment_id=attachment_id, name=name, content=content, strip=strip
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.get("/attachments/<uuid:attachment_id>")
@policy("incident.read")
def download(attachment_id: UUID) -> Response:
    """The file's bytes, within the caller's rooms; gone after redaction."""
    reach(Attachment, attachment_id)
    with reading() as session:
        row = session.execute(select(Attachment).where(Attachment.id == str(attachment_id))).scalar_one()
        blobs = {
            blob.digest: blob
            for blob in session.scalars(select(Blob).where(Blob.digest.in_((row.content, row.name_text))))
        }
        content, name = blobs[row.content], blobs[row.name_text]
        if content.redacted_at is not None:
            raise NotFound(
                "attachment.redacted", zh="这个附件的内容已删除。", en="The content of this attachment was deleted."
            )
        answer = Response(content.content, mimetype=row.media_type)
        filename = name.content.decode("utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    answer.headers["Content-Security-Policy"] = _CAGE
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/attachments/<uuid:attachment_id>/redact")
@policy("task.redact")
@blueprint.input(WithReason, arg_name="body")
def redact(attachment_id: UUID, body: WithReason) -> Response:
    """Delete the bytes and the name; that it was there, and why it went, stays in the log."""
    place = reach(Attachment, attachment_id)
    return carry_out(
        lambda tx, actor: tasks.redact_attachment(tx, actor, attachment_id=str(attachment_id), reason=body.reason),
        streams=[place.stream],
    )


def _uuid(given: str) -> str:
    try:
        return str(UUID(given))
    except ValueError:
        raise Invalid("invalid", field="id", zh="id：应为 UUID。", en="id: should be a UUID.") from None
