"""Which steps a draft of a playbook may take from where, and who may approve it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from incident.rules.approvals import NOT_A_PERSON, OTHER_BYTES, Objection, Person

#: Step to the states it may be taken from.
STEPS: dict[str, frozenset[str]] = {
    "save": frozenset({"draft", "returned", "submitted", "approved"}),
    "rebase": frozenset({"draft", "returned", "submitted", "approved"}),
    "comment": frozenset({"draft", "returned", "submitted", "approved"}),
    "submit": frozenset({"draft", "returned"}),
    "return": frozenset({"submitted", "approved"}),
    "approve": frozenset({"submitted"}),
    "publish": frozenset({"approved"}),
    "discard": frozenset({"draft", "returned", "submitted", "approved"}),
}
#: States that are not over.
OPEN = ("draft", "submitted", "returned", "approved")

WRITER = Objection(
    "playbook.writer",
    "这一稿是你（或你的另一账号）写的或改过，须由他人批准。",
    "You wrote this draft or changed it; somebody else must approve.",
)


def may(step: str, state: str) -> bool:
    """Whether a draft in `state` may take `step`."""
    return state in STEPS[step]


def objection(
    person: Person, *, via: str, writers: Iterable[Person], digest: str, waiting_digest: str
) -> Objection | None:
    """Why `person` may not approve the bytes `digest`, or None; whoever has saved any text of it is a writer."""
    if via != "web":
        return NOT_A_PERSON
    if any(person.is_same_human(writer) for writer in writers):
        return WRITER
    if digest != waiting_digest:
        return OTHER_BYTES
    return None


def problems_of_base(
    *, newest_number: int | None, newest_version: int | None, base_number: int | None, version: int
) -> Objection | None:
    """Why a draft cannot follow what is published: something newer came, or its version is not higher.

    `newest_*` are of the slug that the draft's text names, None where there is none; `base_number` is the publication
    of that slug that the draft was written from.
    """
    if newest_number is None or newest_version is None:
        return None
    if base_number != newest_number:
        return Objection(
            "playbook.base_moved",
            f"第 {newest_version} 版（第 {newest_number} 次发布）已经发布，而这一稿不是从它写起的；"
            "请看过差异，再接在它后面。",
            f"Version {newest_version} (publication {newest_number}) has been published and this draft was not written"
            " from it; look at the difference, then let the draft follow it.",
        )
    if version <= newest_version:
        return Objection(
            "playbook.version",
            f"文件里的 version 是 {version}，应大于已发布的 {newest_version}；请改为 {newest_version + 1}。",
            f"The file's version is {version} and must be above the published {newest_version}; make it"
            f" {newest_version + 1}.",
        )
    return None
