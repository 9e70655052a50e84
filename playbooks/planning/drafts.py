"""A playbook's public messages as drafts for a person who writes one by hand: filled with when and where it struck."""

from collections.abc import Iterator
from dataclasses import dataclass

from playbooks.language.model import MessageTemplate, Playbook
from playbooks.language.situation import Situation
from playbooks.planning.items import title_of
from playbooks.planning.places import place_values
from playbooks.planning.selection import Ground, Target
from playbooks.terms.words import Words
from playbooks.texts.messages import fill


@dataclass(frozen=True)
class MessageDraft:
    """One template of the playbook, its texts filled in; ``title`` is that of the item that sends it."""

    id: str
    title: Words
    text: Words
    correction: Words
    cancel: Words


def public_drafts(playbook: Playbook, situation: Situation) -> tuple[MessageDraft, ...]:
    """Return the playbook's messages to the public as they would read of this situation, in its order."""
    ground = Ground.of(situation)
    values = place_values(Target(target="*", province=None, county=None, rows=ground.rows, reasons=()), ground=ground)

    def filled(words: Words | None) -> Words:
        if words is None:
            return Words(zh="", en="")
        return Words(zh=fill(words.zh, values=values["zh"]), en=fill(words.en, values=values["en"]))

    return tuple(
        MessageDraft(
            id=template.id, title=_title(playbook, template), text=filled(template.text),
            correction=filled(template.correction), cancel=filled(template.cancel),
        )
        for template in _public(playbook)
    )  # fmt: skip


def _public(playbook: Playbook) -> Iterator[MessageTemplate]:
    return (template for template in playbook.messages if template.channel == "sms")


def _title(playbook: Playbook, template: MessageTemplate) -> Words:
    for item in playbook.measures:
        if item.message == template.id:
            return title_of(item)
    return Words(zh="公益信息", en="Public information")
