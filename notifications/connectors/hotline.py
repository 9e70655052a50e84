"""Announcements of a province's hotline (IVR): what callers from the area hear before anybody answers.

A gateway keeps each announcement under its key, plays the newest of a subject, and stops at its end by itself. The key
makes a second copy harmless, so a lost answer means sending again. docs/services.md is the contract.
"""

from __future__ import annotations

from typing import ClassVar

from notifications.connectors._service import KIND, ServiceNotice, read_service_notice
from notifications.delivery import Delivery, DocumentError, NoticeReceipt, Outcome, Refused, Sent, World
from notifications.endpoint import Settings
from notifications.http_connector import Doubt, HttpConnector, NotFound
from notifications.live_system import ExerciseSystemSettings, LiveSystemSettings
from notifications.wire import Answer


class Hotline(HttpConnector):
    """What both worlds have in common."""

    name: ClassVar[str] = "hotline"
    at_least_once: ClassVar[bool] = True
    kinds: ClassVar[frozenset[str]] = frozenset({KIND})
    simulator: ClassVar[str] = "hotline"
    resource: ClassVar[tuple[str, ...]] = ("announcements",)

    def send(self, delivery: Delivery) -> Outcome:
        """Hand over one announcement, or the end of one."""
        unfit = self.unfit(delivery)
        if unfit is not None:
            return unfit
        try:
            notice = read_service_notice(delivery.content())
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if notice.world != self.world:
            return Refused("wrong_world", f"the document itself is of the {notice.world} world")
        answer = self._submit(delivery, announcement(notice, key=delivery.key, digest=delivery.digest()))
        if not isinstance(answer, Answer):
            return answer
        return Sent(reference=answer.text("announcementId"), state=answer.text("state") or "submitted")

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """Ask whether an announcement was taken."""
        answer = self._ask(key, fence=fence)
        if isinstance(answer, NotFound):
            return NoticeReceipt(key, "not_found", note=answer.message)
        if isinstance(answer, Doubt):
            return NoticeReceipt(key, "unknown", note=answer.note)
        return NoticeReceipt(key, "submitted", reference=answer.text("announcementId"), code=answer.text("state"))


def announcement(notice: ServiceNotice, *, key: str, digest: str) -> dict[str, object]:
    """Return the gateway's resource: callers by the county that their number or cell says."""
    return {
        "externalId": key,
        "documentDigest": digest,
        "subject": notice.subject,
        "revision": notice.revision,
        "state": notice.state,
        "callersFrom": list(notice.counties),
        "speech": [
            {"language": "zh-CN", "text": notice.said(notice.text.zh)},
            {"language": "en-US", "text": notice.said(notice.text.en)},
        ],
        "validFor": {"startDateTime": notice.validity.from_, "endDateTime": notice.validity.until},
    }


class LiveHotline(Hotline):
    """A real gateway: https, one way of signing in, the operator's networks."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveSystemSettings


class ExerciseHotline(Hotline):
    """The hotline simulator on this machine, and nothing else."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseSystemSettings
