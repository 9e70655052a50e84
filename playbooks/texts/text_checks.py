"""What a person should know of a public text before it leaves: signs that cost, links, telephone numbers, language.

Nothing here forbids: each finding names the sign or word it means and says what to do. A single curly apostrophe
makes a text of 160 letters one of 70, an ideographic digit cannot be dialled, and a link in a message about a disaster
is what a swindler would send. Numbers that are known by heart in China are named, so that a slip of a digit shows.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from playbooks.texts.sms import MOST_PAGES, count_pages, count_parts, is_gsm7

Weight = Literal["note", "doubt"]


@dataclass(frozen=True)
class TextFinding:
    """One line about a text; ``code`` is stable, ``what`` the sign, link or number that is meant."""

    code: str
    weight: Weight
    what: str
    zh: str
    en: str


#: What word processors put in, and the sign of GSM-7 that says the same.
PLAIN = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\t": " ", "`": "'",
    "•": "-", "‐": "-", "‑": "-", "−": "-", "×": "x", "\u2009": " ", "\u202f": " ", "´": "'",
}  # fmt: skip
#: Short numbers that everybody may dial, by who answers.
KNOWN_NUMBERS = {
    "110": ("公安报警", "police"), "119": ("消防救援", "fire and rescue"), "120": ("医疗急救", "ambulance"),
    "122": ("交通事故", "traffic police"), "12345": ("政务热线", "government line"), "95598": ("供电", "power supply"),
    "12119": ("森林防火", "forest fires"), "12356": ("心理援助", "counselling"), "12320": ("卫生热线", "health line"),
    "12121": ("天气预报", "weather"), "12379": ("预警发布", "public warnings"), "12321": ("不良信息举报", "abuse"),
    "12300": ("电信申诉", "telecom appeals"), "12395": ("水上救援", "rescue at sea"), "12110": ("短信报警", "police"),
    "12306": ("铁路", "railways"), "10086": ("中国移动", "China Mobile"), "10010": ("中国联通", "China Unicom"),
    "10000": ("中国电信", "China Telecom"), "10099": ("中国广电", "China Broadnet"),
}  # fmt: skip
_LINK = re.compile(
    r"(?:https?|ftp)://[^\s，。；、）】」]+|(?<![\w@.])(?:[\w-]+\.)+(?:com|cn|net|org|gov|cc|me|io|top|xyz|vip|info|app|link)"
    r"(?![\w.])(?:/[^\s，。；、）】」]*)?",
    re.IGNORECASE,
)
_SHORTENERS = ("t.cn", "url.cn", "dwz.cn", "bit.ly", "goo.gl", "tinyurl.com", "is.gd", "suo.im", "u.nu")
_DIGITS = re.compile(r"(?<![\w.])[+]?[0-9０-９](?:[0-9０-９]|[- ](?=[0-9０-９])){2,17}(?![\w])", re.ASCII)
_NUMBER = re.compile(r"(?:\+?86)?(1[3-9]\d{9}|[48]00\d{7}|0\d{9,11}|9[56]\d{3}|123\d{2}|100\d{2}|1\d{2}|1258\d)")
_MOMENT = re.compile(r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)|(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_DIAL = re.compile(r"[拨打电话热线请致]|call|dial|phone|hotline|text", re.IGNORECASE)
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad")
#: Controls, halves of a pair, private and unassigned signs.
_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn"})
_HARMLESS = frozenset("\n\r\t\f")
_LEFT_OPEN = re.compile(
    r"\{[^{}]*\}|[（(【\[][^（(【\[）)】\]]{0,20}(?:填写|待定|TODO|TBD|XXX)[^）)】\]]{0,20}[）)】\]]", re.IGNORECASE
)
#: Letters that a text of a language must have, by the beginning of their Unicode names.
_SCRIPTS: dict[str, str | tuple[str, ...]] = {
    "zh": "CJK", "ja": ("HIRAGANA", "KATAKANA", "CJK"), "ko": "HANGUL", "bo": "TIBETAN", "ug": "ARABIC", "ar": "ARABIC",
    "kk": ("ARABIC", "CYRILLIC"), "mn": ("MONGOLIAN", "CYRILLIC"), "ii": "YI", "ru": "CYRILLIC", "th": "THAI",
    "my": "MYANMAR", "en": "LATIN", "fr": "LATIN", "es": "LATIN", "za": "LATIN", "vi": "LATIN",
}  # fmt: skip


def text_findings(text: str, *, language: str, channel: str = "sms", prefix: str = "") -> tuple[TextFinding, ...]:
    """Return what there is to say of a text in ``language``; ``prefix``, which an exercise forces, is not blamed."""
    own = text.removeprefix(prefix)
    return tuple(
        finding
        for finder in (_alphabet, _invisible, _open_places, _links, _numbers)
        for finding in finder(own)
    ) + tuple(_written_in(own, language)) + tuple(_length(text, channel))  # fmt: skip


def _alphabet(text: str) -> Iterator[TextFinding]:
    """The few signs that alone take a text out of GSM-7, and what would do instead."""
    foreign = sorted({char for char in text if not is_gsm7(char)})
    plain = "".join(PLAIN.get(char, char) for char in text)
    if not foreign or not all(is_gsm7(char) for char in plain):
        return
    before, after = count_parts(text).parts, count_parts(plain).parts
    signs = "  ".join(f"{_shown(char)} → {_shown(PLAIN[char])}" for char in foreign)
    zh = f"{signs}：只因这些字符，每条只能装 70 字而不是 160"
    en = f"{signs}: these alone leave 70 characters a message instead of 160"
    if after == before:
        yield TextFinding("forces_ucs2", "note", "".join(foreign), zh, en)
    else:
        saved_zh, saved_en = (
            f"；换成普通字符后 {before} 条变 {after} 条",
            f"; plain signs make {after} of {before} parts",
        )
        yield TextFinding("forces_ucs2", "doubt", "".join(foreign), zh + saved_zh, en + saved_en)


def _invisible(text: str) -> Iterator[TextFinding]:
    found = sorted({c for c in text if c in _INVISIBLE or unicodedata.category(c) in _UNSHOWN} - _HARMLESS)
    if found:
        signs = " ".join(f"U+{ord(char):04X}" for char in found)
        yield TextFinding(
            "invisible", "doubt", "".join(found),
            f"有看不见或手机可能显示不出的字符：{signs}，请删除",
            f"Characters that nobody sees or a phone may not show: {signs}; take them out",
        )  # fmt: skip


def _open_places(text: str) -> Iterator[TextFinding]:
    for match in _LEFT_OPEN.finditer(text):
        yield TextFinding(
            "left_open", "doubt", match[0], f"还有没填的空：{match[0]}", f"A place is still to be filled: {match[0]}"
        )


def _links(text: str) -> Iterator[TextFinding]:
    for match in _LINK.finditer(text):
        link = match[0]
        host = re.sub(r"^[a-z]+://", "", link, flags=re.IGNORECASE).split("/")[0].lower()
        why = _why_not_link(link, host)
        zh = f"链接 {link}：{why[0]}" if why else f"链接 {link}：公益短信最好不带链接，诈骗短信都带；请核对网址 {host}"
        en = (
            f"Link {link}: {why[1]}"
            if why
            else f"Link {link}: public information is better without one, since every swindle has one; check {host}"
        )
        yield TextFinding("link", "doubt", link, zh, en)


def _why_not_link(link: str, host: str) -> tuple[str, str] | None:
    if "@" in host or re.fullmatch(r"[\d.:]+", host):
        return "网址里有账号或只是数字地址，不可发送", "its address is a number or hides another; don't send it"
    if host in _SHORTENERS:
        return "短链接看不出去向，不可发送", "a shortened link hides where it leads; don't send it"
    if not link.isascii() or "xn--" in host:
        return "网址含非 ASCII 字符，可能是仿冒", "its address has letters that imitate others"
    if not link.lower().startswith("https://"):
        return "不是 https，手机会警告", "it is not https, and phones warn of it"
    return None


def _numbers(text: str) -> Iterator[TextFinding]:
    text = _MOMENT.sub(lambda moment: "。" * len(moment[0]), text)
    for match in _DIGITS.finditer(text):
        said = match[0]
        number = re.sub(r"[- ]", "", unicodedata.normalize("NFKC", said))
        wide = any(char in said for char in "０１２３４５６７８９")
        if wide:
            yield TextFinding(
                "wide_digits", "doubt", said, f"全角数字 {said} 点不了、拨不出，请改为 {number}",
                f"{said} is written in full-width digits, which can't be dialled; write {number}",
            )  # fmt: skip
        if known := KNOWN_NUMBERS.get(number):
            yield TextFinding("known_number", "note", number, f"{number} 是{known[0]}", f"{number} is {known[1]}")
        elif _meant_as_number(text, match.start(), match.end(), number):
            yield _unknown_number(said, number)


def _meant_as_number(text: str, start: int, end: int, number: str) -> bool:
    """Digits are a telephone number when there are many of them, or a word before them says so; years are none."""
    before = text[max(0, start - 10) : start]
    after = text[end : end + 1]
    return after not in {"年", "月", "日", "时", "分", "级", "户", "元", "%", "人", "个", "公"} and (
        len(number) >= 10 or bool(_DIAL.search(before))
    )


def _unknown_number(said: str, number: str) -> TextFinding:
    match = _NUMBER.fullmatch(number)
    if match is None:
        return TextFinding(
            "no_number",
            "doubt",
            said,
            f"{said} 不像能拨通的号码，请核对",
            f"{said} is no number that can be dialled; check it",
        )
    if re.fullmatch(r"1[3-9]\d{9}", match[1]):
        return TextFinding(
            "personal_number", "doubt", said, f"{said} 是个人手机号，公众短信应写客服热线",
            f"{said} is somebody's own mobile; a message to the public names a hotline",
        )  # fmt: skip
    return TextFinding("other_number", "note", said, f"{said}：请拨打核对后再发", f"{said}: dial it before you send")


def _written_in(text: str, language: str) -> Iterator[TextFinding]:
    """A text whose letters are not those of its language: the tag would be wrong in every alert that is made of it."""
    names = _SCRIPTS.get(language.split("-")[0])
    letters = [char for char in text if unicodedata.category(char).startswith("L")]
    if names is None or not letters:
        return
    share = sum(unicodedata.name(char, "").startswith(names) for char in letters) / len(letters)
    if share < (0.2 if language.startswith(("zh", "ja")) else 0.5):
        yield TextFinding(
            "language",
            "doubt",
            language,
            f"文字不像是语言标记 {language} 所说的语言",
            f"This does not look like {language}",
        )


def _length(text: str, channel: str) -> Iterator[TextFinding]:
    pages = count_pages(text)
    if channel == "cell_broadcast" and not pages.fits:
        yield TextFinding(
            "pages", "doubt", str(pages.pages), f"小区广播最多 {MOST_PAGES} 页，现在 {pages.pages} 页",
            f"A cell broadcast has at most {MOST_PAGES} pages; this has {pages.pages}",
        )  # fmt: skip


def _shown(sign: str) -> str:
    return sign if sign.isprintable() and not sign.isspace() else " ".join(f"U+{ord(char):04X}" for char in sign)
