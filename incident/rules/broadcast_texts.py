"""A broadcast's texts in all its languages: which stand in a row, which leave, what is prepared with them. Pure.

Chinese and English have columns of their own; every further language is a block of four (title, body, correction,
cancel) in `more_texts`. What was prepared is sent as a broadcast of its own that carries its original's blocks
unchanged: its item_key says which text of each block it is, so the database can compare them byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from notifications.render import EXERCISE_PREFIX, exercise_text
from playbooks.texts.sms import count_pages, count_parts

MessageType = Literal["Alert", "Update", "Cancel"]
#: How the item_key of a message that refers to another begins: its kind, and which text of a further language it is.
_KEYS: tuple[tuple[str, MessageType, str], ...] = (
    ("correction/", "Update", "correction"),
    ("cancellation/", "Cancel", "cancel"),
    ("update/", "Update", "body"),
)
_FIRST: tuple[MessageType, str] = ("Alert", "body")
#: Columns that hold a text; the prefix of an exercise stands before each.
TEXT_COLUMNS = ("body_zh", "body_en", "correction_zh", "correction_en", "cancel_zh", "cancel_en")
BLOCK_TEXTS = ("body", "correction", "cancel")
#: Languages that a message may be written in beside Chinese and English, by their tag (RFC 5646): those of the
#: people of China first, then those of its guests.
MORE_LANGUAGES: Mapping[str, tuple[str, str]] = {
    "bo": ("藏语", "Tibetan"),
    "ug": ("维吾尔语", "Uyghur"),
    "mn-Mong": ("蒙古语（传统文字）", "Mongolian (traditional)"),
    "kk": ("哈萨克语", "Kazakh"),
    "ko": ("朝鲜语", "Korean"),
    "ii": ("彝语", "Yi"),
    "za": ("壮语", "Zhuang"),
    "zh-Hant": ("繁体中文", "Traditional Chinese"),
    "ja": ("日语", "Japanese"),
    "ru": ("俄语", "Russian"),
    "fr": ("法语", "French"),
    "es": ("西班牙语", "Spanish"),
    "ar": ("阿拉伯语", "Arabic"),
    "th": ("泰语", "Thai"),
    "vi": ("越南语", "Vietnamese"),
    "my": ("缅甸语", "Burmese"),
}
#: What CAP asks of a message beyond its text, as a message to customers mostly is; none is ever Unknown.
CAP_DEFAULTS: Mapping[str, str] = {
    "category": "Infra",
    "urgency": "Expected",
    "severity": "Moderate",
    "certainty": "Observed",
    "response": "Monitor",
}


def text_prefix(*, exercise: bool) -> str:
    """What stands before every text that leaves a world of this kind; planners and previews are handed it."""
    return EXERCISE_PREFIX if exercise else ""


def body_of(text: str, *, exercise: bool) -> str:
    """The exact public text: in an exercise it begins with the word, once, as the gateway would force it.

    The text that is approved must be the text that is sent, so the channel's own prefix stands here already.
    """
    plain = text.strip().removeprefix(EXERCISE_PREFIX)
    return exercise_text(plain.strip()) if exercise else plain


def cancel_drafts(title_zh: str, title_en: str) -> dict[str, str]:
    """The word that a message holds no more, where its author has written none."""
    return {
        "cancel_zh": f"【解除】10086此前发布的“{title_zh}”已解除，请以当地政府最新发布为准。",
        "cancel_en": f'Withdrawn: the earlier message "{title_en}" from 10086 no longer applies. '
        "Please follow local authorities.",
    }


def message_type(row: Mapping[str, Any]) -> MessageType:
    """Whether it is a first message, the correction or update of one, or the word that one holds no more."""
    return _kind_and_block(row)[0]


def is_prepared(row: Mapping[str, Any]) -> bool:
    """Whether its words were approved with another message's; an update's are its own."""
    return bool(row["refers_to"]) and _kind_and_block(row)[1] != "body"


def _kind_and_block(row: Mapping[str, Any]) -> tuple[MessageType, str]:
    found = ((kind, block) for begins, kind, block in _KEYS if row["refers_to"] and row["item_key"].startswith(begins))
    return next(found, _FIRST)


def texts_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The text of every language that the message has, Chinese and English first."""
    block = _kind_and_block(row)[1]
    further = {tag: texts[block] for tag, texts in (row["more_texts"] or {}).items()}
    return {"zh": row["body_zh"], "en": row["body_en"], **further}


def all_texts_of(row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field, language, text) of every text that an approval of the row lets out."""
    own = [(name, name[-2:], row[name] or "") for name in TEXT_COLUMNS]
    more = [
        (f"more_texts.{tag}.{name}", tag, block[name])
        for tag, block in (row["more_texts"] or {}).items()
        for name in BLOCK_TEXTS
    ]
    return [one for one in own + more if one[2]]


def titles_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The title in every language that the message has."""
    further = {tag: texts["title"] for tag, texts in (row["more_texts"] or {}).items()}
    return {"zh": row["title_zh"], "en": row["title_en"], **further}


def parts_of(texts: Iterable[str], *, channel: str = "sms") -> int:
    """Parts that each recipient gets of all texts in sum: SMS (70/67, 160/153), or pages of a cell broadcast."""
    if channel == "cell_broadcast":
        return sum(count_pages(text).pages for text in texts)
    return sum(count_parts(text).parts for text in texts)


def parts_of_row(row: Mapping[str, Any]) -> int:
    """`parts_of` the languages that each recipient of a broadcast gets."""
    texts = texts_of(row)
    return parts_of((texts[language] for language in row["languages"]), channel=row["channel"])


def texts_of_block(block: Mapping[str, Any], *, exercise: bool) -> dict[str, str]:
    """A further language as it would leave: its title plain, its texts with the word of an exercise."""
    texts = {
        name: body_of(str(block[name]), exercise=exercise) if str(block[name]).strip() else "" for name in BLOCK_TEXTS
    }
    return {"title": str(block["title"]).strip(), **texts}
