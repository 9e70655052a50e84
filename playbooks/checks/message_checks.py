"""Checks of messages and templates: they exist, suit their channel, and name only values that there will be."""

from collections.abc import Iterator

from playbooks.language.model import MeasureItem, Playbook, TaskItem
from playbooks.planning.items import own_items, type_of
from playbooks.terms.problems import Finding, Path, unknown_word
from playbooks.terms.words import Words
from playbooks.texts.messages import TemplateError, places_of
from playbooks.texts.sms import count_parts

_ALWAYS = {"when", "where"}
_TASK_PLACES = {"province": _ALWAYS | {"province"}, "county": _ALWAYS | {"province", "county"}}
#: Parts of a message whose playbook names no number.
_MOST_PARTS = 4
_STAFF = {"title", "acknowledge_minutes", "start_minutes"}


def messages_fit(playbook: Playbook) -> Iterator[Finding]:
    channels = {message.id: message for message in playbook.messages}
    if playbook.task_notice is not None:
        notice = channels.get(playbook.task_notice)
        if notice is None:
            yield (("task_notice",), *unknown_word(playbook.task_notice, known=channels))
        elif notice.channel != "staff" or "{county}" in notice.text.zh + notice.text.en:
            zh, en = "通知应为 staff 且不写 {county}", "must be a message of channel staff without {county}"
            yield ("task_notice",), zh, en
    for path, item in own_items(playbook):
        place = (*path, "message")
        broadcast = type_of(item) == "broadcast"
        if item.message is None:
            if broadcast:
                yield path, "公益信息须写明 message", "a broadcast needs a message"
            continue
        template = channels.get(item.message)
        if template is None:
            yield (place, *unknown_word(item.message, known=channels))
        elif broadcast and (template.channel != "sms" or template.correction is None):
            yield (
                place,
                "公益信息的短信须备好更正",
                "a broadcast's message must be an sms with its correction prepared",
            )
        elif isinstance(item, TaskItem) and template.channel != "staff":
            yield place, "任务的通知应为 staff", "a task's message must have channel staff"
    for index, message in enumerate(playbook.messages):
        if message.cancel is not None and message.correction is None:
            yield (
                ("messages", index, "cancel"),
                "有解除而没有更正；对公众的信息两样都要备好",
                "a cancel without a correction: a message to the public has both prepared",
            )


def prepared_texts_fit(playbook: Playbook) -> Iterator[Finding]:
    """What is prepared is sent in haste to everybody: as short as the message itself may be, or one part."""
    most = {item.message: _most_parts(item) for _path, item in own_items(playbook) if type_of(item) == "broadcast"}
    for index, message in enumerate(playbook.messages):
        for name, words in (("correction", message.correction), ("cancel", message.cancel)):
            for lang, text in (("zh", words.zh), ("en", words.en)) if words is not None else ():
                parts = count_parts(text).parts
                if parts > most.get(message.id, parts):
                    yield (
                        ("messages", index, name, lang),
                        f"要 {parts} 条短信，而信息本身最多 {most[message.id]} 条；请缩短",
                        f"takes {parts} parts, and the message itself may take {most[message.id]}; shorten it",
                    )


def _most_parts(item: MeasureItem | TaskItem) -> int:
    asked = getattr(item, "fields", {}).get("most_parts")
    return asked if isinstance(asked, int) else _MOST_PARTS


def templates_name_known_values(playbook: Playbook) -> Iterator[Finding]:
    for index, message in enumerate(playbook.messages):
        if message.more and message.channel == "staff":
            zh, en = "只有发给公众的消息才写其他语言", "further languages are for messages to the public"
            yield ("messages", index, "more"), zh, en
        allowed = _ALWAYS | ({"province", "county"} | _STAFF if message.channel == "staff" else set())
        for name, words in (("text", message.text), ("correction", message.correction), ("cancel", message.cancel)):
            if words is not None:
                yield from _places(words, path=("messages", index, name), allowed=allowed)
        for tag, more in message.more.items():
            for name, text in more.model_dump().items():
                yield from _places_in(text, path=("messages", index, "more", tag, name), allowed=allowed)
    for index, task in enumerate(playbook.tasks):
        allowed = _TASK_PLACES[task.target]
        yield from _places(task.title, path=("tasks", index, "title"), allowed=allowed)
        for line, words in enumerate(task.checklist):
            yield from _places(words, path=("tasks", index, "checklist", line), allowed=allowed)
        if task.message is not None and task.target == "province":
            yield from _county_in_message(playbook, task=task, path=("tasks", index, "message"))


def _county_in_message(playbook: Playbook, *, task: TaskItem, path: Path) -> Iterator[Finding]:
    for message in playbook.messages:
        if message.id == task.message and "{county}" in message.text.zh + message.text.en:
            yield (
                path,
                "本任务按省下达，通知里不能写 {county}",
                "this task is per province; its message can't name {county}",
            )


def _places(words: Words, *, path: Path, allowed: set[str]) -> Iterator[Finding]:
    for lang, text in (("zh", words.zh), ("en", words.en)):
        yield from _places_in(text, path=(*path, lang), allowed=allowed)


def _places_in(text: str, *, path: Path, allowed: set[str]) -> Iterator[Finding]:
    try:
        asked = places_of(text)
    except TemplateError as error:
        yield path, "花括号不成对，应写 {name}", str(error)
        return
    for name in asked:
        if name not in allowed:
            yield (path, *unknown_word(name, known=sorted(allowed)))
