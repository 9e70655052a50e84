"""A broadcast as a CAP 1.2 message: one info a language, the world's status, an identifier of its own. Pure.

The whole broadcast is one message for the public feed, and one message a province for its cell-broadcast centre. A
correction is an Update, the word that a message holds no more a Cancel, and so is a stop: whoever has read the
message must be told, since a message that only vanishes stays up elsewhere (alphagov/notifications-api#3138).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.clock import from_text
from incident.rules.broadcast_texts import CAP_DEFAULTS, cancel_drafts, message_type, texts_of, titles_of
from notifications.cap import STATUS, CapAlert, CapArea, CapInfo, CapReference
from notifications.delivery import World
from notifications.render import exercise_text
from playbooks.terms.timing import CHINA_TIME

#: Tags that alerts bear for the two languages that have columns of their own.
_TAGS = {"zh": "zh-CN", "en": "en"}
_EVENTS = {"zh": "公益信息", "en": "Public information"}


@dataclass(frozen=True)
class Sender:
    """Whose messages these are, and in which world."""

    id: str
    name: str
    world: World


def identifier_of(broadcast_id: str, *, world: str, part: str = "") -> str:
    """The identifier of a message: no other message of any world has it."""
    return ".".join(filter(None, ("tongxin", world, broadcast_id, part)))


def part_of(province: str, attempt: int = 1) -> str:
    """How the identifier of a province's message ends; one that surely never arrived is followed by another."""
    return f"{province}.{attempt}" if attempt > 1 else province


def alert_of(
    row: Mapping[str, Any],
    *,
    sender: Sender,
    areas: Sequence[CapArea],
    earlier: Sequence[tuple[Mapping[str, Any], str]] = (),
    part: str = "",
    only: Sequence[str] = (),
    now: datetime | None = None,
) -> CapAlert:
    """The message of a broadcast, or of a `part` of it; `now` stands in for a draft's start.

    `earlier` are the rows that it refers to, each with the part of it that the same readers got; `only` are the
    languages to be sent, all that there are when empty.
    """
    sent = from_text(row["started_at"]) if row["started_at"] else now
    if sent is None:
        raise ValueError(f"broadcast {row['id']} has not started, so it has no time of sending")
    return CapAlert(
        identifier=identifier_of(row["id"], world=sender.world, part=part),
        sender=sender.id,
        sent=_moment(sent),
        status=STATUS[sender.world],
        message_type=message_type(row),
        note=_note(sender.world),
        references=[_reference(one, sender=sender, part=its_part) for one, its_part in earlier],
        infos=_infos(row, _some(texts_of(row), only), sender=sender, areas=areas, sent=sent),
    )


def stop_of(
    row: Mapping[str, Any], *, sender: Sender, areas: Sequence[CapArea], part: str = "", only: Sequence[str] = ()
) -> CapAlert:
    """The Cancel of a broadcast that was stopped: in the words prepared with it, or the plain ones."""
    sent = from_text(row["stopped_at"])
    drafts = cancel_drafts(row["title_zh"], row["title_en"])
    texts = {language: row[f"cancel_{language}"] or drafts[f"cancel_{language}"] for language in ("zh", "en")}
    if row["cancel_zh"]:
        texts |= {tag: block["cancel"] for tag, block in (row["more_texts"] or {}).items()}
    return CapAlert(
        identifier=identifier_of(row["id"], world=sender.world, part=".".join(filter(None, (part, "stop")))),
        sender=sender.id,
        sent=_moment(sent),
        status=STATUS[sender.world],
        message_type="Cancel",
        note=_note(sender.world),
        references=[_reference(row, sender=sender, part=part)],
        infos=_infos(row, _some(texts, only), sender=sender, areas=areas, sent=sent),
    )


def _some(texts: Mapping[str, str], only: Sequence[str]) -> Mapping[str, str]:
    return {language: text for language, text in texts.items() if language in only} if only else texts


def _reference(row: Mapping[str, Any], *, sender: Sender, part: str) -> CapReference:
    return CapReference(
        sender=sender.id,
        identifier=identifier_of(row["id"], world=sender.world, part=part),
        sent=_moment(from_text(row["started_at"])),
    )


def _infos(
    row: Mapping[str, Any], texts: Mapping[str, str], *, sender: Sender, areas: Sequence[CapArea], sent: datetime
) -> list[CapInfo]:
    said = {**CAP_DEFAULTS, **(row["cap"] or {})}
    titles = {language: title or row["title_en"] for language, title in titles_of(row).items()}
    ends = max(from_text(row["valid_until"]), sent)
    return [
        CapInfo(
            language=_TAGS.get(language, language),
            category=said["category"],
            event=_marked(_EVENTS.get(language, titles[language]), sender.world),
            response=said["response"],
            urgency=said["urgency"],
            severity=said["severity"],
            certainty=said["certainty"],
            effective=_moment(sent),
            expires=_moment(ends),
            sender_name=sender.name,
            headline=_marked(titles[language], sender.world),
            description=text,
            areas=list(areas),
        )
        for language, text in texts.items()
        if text
    ]


def _marked(text: str, world: World) -> str:
    """A line that stands by itself on a screen: in an exercise it says so too."""
    return exercise_text(text) if world == "exercise" else text


def _note(world: World) -> str | None:
    return "演练，非真实事件 EXERCISE: this tells of no real event" if world == "exercise" else None


def _moment(moment: datetime) -> str:
    return moment.astimezone(CHINA_TIME).replace(microsecond=0).isoformat()
