"""A condition in words of both languages, for the read view and for reasons."""

from playbooks.conditions.tree import (
    Among,
    Amount,
    Both,
    Compare,
    Condition,
    Either,
    Named,
    Not,
    Number,
    Sum,
    Times,
)
from playbooks.terms.hazards import hazard_words
from playbooks.terms.units import said
from playbooks.terms.words import COLOUR_WORDS, Words

_SIGNS = {
    "<": ("低于", "below"),
    "<=": ("不超过", "at most"),
    "==": ("等于", "exactly"),
    "!=": ("不等于", "not"),
    ">=": ("至少", "at least"),
    ">": ("超过", "above"),
}


def say(condition: Condition) -> Words:
    """Return the condition in Chinese and English, without a full stop."""
    return Words(zh=_said(condition, zh=True), en=_said(condition, zh=False))


def say_value(value: int | str | None, *, kind: str) -> Words:
    """Return what a name's value is, in words; kind as in Name."""
    if value is None:
        return Words(zh="未知", en="not known")
    if isinstance(value, str):
        return _choice(value)
    zh, en = said(value, kind=kind)
    return Words(zh=zh, en=en)


def _choice(word: str) -> Words:
    """Return a level (as it is), a colour or a hazard in words; no two of them share a word."""
    if word in COLOUR_WORDS:
        zh, en = COLOUR_WORDS[word]
        return Words(zh=zh, en=en)
    return hazard_words(word)


def _said(part: Condition, *, zh: bool) -> str:
    match part:
        case Compare(sign, left, right):
            words = _SIGNS[sign][0 if zh else 1]
            left_said, right_said = _amount(left, zh=zh), _amount(right, zh=zh)
            if zh:
                return f"{left_said}{words} {right_said}"
            # a sum is long: where it ends is shown
            return f"{left_said}: {words} {right_said}" if _is_added_up(left) else f"{left_said} {words} {right_said}"
        case Among(name, words):
            title = name.title.zh if zh else name.title.en
            choices = [_choice(word).zh if zh else _choice(word).en for word in words]
            return f"{title}为 {'/'.join(choices)}" if zh else f"{title} is {'/'.join(choices)}"
        case Not(inner):
            return f"并非（{_said(inner, zh=zh)}）" if zh else f"not ({_said(inner, zh=zh)})"
        case Both(parts):
            return ("，且" if zh else ", and ").join(_in_brackets(one, zh=zh) for one in parts)
        case Either(parts):
            return (" 或 " if zh else " or ").join(_in_brackets(one, zh=zh) for one in parts)


def _in_brackets(part: Condition, *, zh: bool) -> str:
    if not isinstance(part, Both | Either):
        return _said(part, zh=zh)
    return f"（{_said(part, zh=zh)}）" if zh else f"({_said(part, zh=zh)})"


def _added(amount: Amount, *, zh: bool) -> list[str]:
    """The names of what is added up, from the left."""
    if isinstance(amount, Sum) and amount.sign == "+":
        return [*_added(amount.left, zh=zh), *_added(amount.right, zh=zh)]
    return [_amount(amount, zh=zh)]


def _is_added_up(amount: Amount) -> bool:
    """Whether it is a sum of names and nothing else."""
    match amount:
        case Sum("+", Named() | Sum("+") as left, Named()):
            return isinstance(left, Named) or _is_added_up(left)
    return False


def _amount(amount: Amount, *, zh: bool) -> str:
    match amount:
        case Number(figure, kind):
            return said(figure, kind=kind)[0 if zh else 1]
        case Named(name):
            return name.title.zh if zh else name.title.en
        case Times(inner, times):
            return f"{times} × {_amount(inner, zh=zh)}"
        case Sum() if _is_added_up(amount):
            *most, last = _added(amount, zh=zh)
            return f"{'、'.join([*most, last])}合计" if zh else f"{', '.join(most)} and {last} together"
        case Sum(sign, left, right):
            return f"{_amount(left, zh=zh)} {sign} {_amount(right, zh=zh)}"
