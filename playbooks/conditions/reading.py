"""Text to a checked condition, or what is wrong with it and at which character, with the way out in both languages.

Everything is refused here that could surprise later: unknown names, units of another kind, words that a name never
takes, more than so many characters or so deep a nest.
"""

from functools import lru_cache

from lark import Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from playbooks.conditions.grammar import WORDS_OF_TERMINALS, parser
from playbooks.conditions.scope import Name, Scope
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
from playbooks.terms.problems import unknown_word
from playbooks.terms.units import UNITS, in_smallest, kind_and_factor, symbol

#: Characters of one condition; what takes longer to read aloud belongs in two items.
MAX_LENGTH = 400
#: How deep brackets and ``not`` may stand in one another.
MAX_DEPTH = 8
#: Sums and products in one condition; each stands in the one before it.
MAX_TERMS = 16
#: No figure of a playbook comes near; beyond it a number is a slip of the keyboard.
MAX_NUMBER = 10**15
Node = Tree[Token]


class ConditionError(ValueError):
    """A condition can't be used: ``offset`` is the character (from 0) at which it goes wrong."""

    def __init__(self, offset: int, zh: str, en: str) -> None:
        self.offset, self.zh, self.en = offset, zh, en
        super().__init__(f"{en} (character {offset + 1})")


@lru_cache(maxsize=4096)
def read(text: str, *, scope: Scope) -> Condition:
    """Return the condition that ``text`` says; ConditionError names the first thing wrong with it."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            MAX_LENGTH, f"条件超过 {MAX_LENGTH} 字符，请拆开", f"longer than {MAX_LENGTH} characters; split it"
        )
    _refuse_depth(text)
    try:
        tree = parser().parse(text)
    except UnexpectedCharacters as error:
        offset = error.pos_in_stream or 0
        shown = text[offset : offset + 1]
        raise ConditionError(offset, f"条件里不能有“{shown}”", f"{shown!r} has no place in a condition") from error
    except (UnexpectedToken, UnexpectedEOF) as error:
        raise _unexpected(text, error) from error
    return _Checker(scope).condition(tree)


def _refuse_depth(text: str) -> None:
    """Refuse deep nests before anything walks them: brackets, and runs of ``not``, which need none."""
    depth, terms, nots = 0, 0, 0
    for offset, word in _words(text):
        depth += (word == "(") - (word == ")")
        terms += word in "+*" or (word == "-" and text[offset - 1 : offset].isspace())
        nots = nots + 1 if word == "not" else nots if word == "(" else 0
        if depth > MAX_DEPTH or nots > MAX_DEPTH:
            zh, en = f"嵌套超过 {MAX_DEPTH} 层，请拆开", f"nested more than {MAX_DEPTH} deep; split it"
            raise ConditionError(offset, zh, en)
        if terms > MAX_TERMS:
            zh, en = f"加减乘超过 {MAX_TERMS} 次", f"more than {MAX_TERMS} sums and products; split it"
            raise ConditionError(offset, zh, en)


def _words(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for offset, character in enumerate(text):
        if character.isspace():
            continue
        joined = found and character.isalnum() and offset and text[offset - 1].isalnum()
        if joined:
            start, word = found[-1]
            found[-1] = (start, word + character)
        else:
            found.append((offset, character))
    return found


def _unexpected(text: str, error: UnexpectedToken | UnexpectedEOF) -> ConditionError:
    names = error.accepts if isinstance(error, UnexpectedToken) and error.accepts else set(error.expected)
    wanted = sorted({WORDS_OF_TERMINALS[str(name)] for name in names})
    zh, en = "、".join(zh for zh, _ in wanted), ", ".join(en for _, en in wanted)
    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is None or token.type == "$END":
        return ConditionError(len(text), f"条件没有写完；此处可写：{zh}", f"ends too early; here may stand {en}")
    offset = token.start_pos or 0
    return ConditionError(
        offset, f"此处不能写“{token}”；可写：{zh}", f"{str(token)!r} can't stand here; here may stand {en}"
    )


class _Checker:
    """Walks lark's tree once, from words to checked nodes."""

    def __init__(self, scope: Scope) -> None:
        self._names = scope.by_id
        self._units = {*UNITS, *(name.kind for name in scope.names if not name.choices)}

    def condition(self, node: Node | Token) -> Condition:
        if isinstance(node, Token):
            raise ConditionError(node.start_pos or 0, "应为一个条件", "must be a condition")
        match node.data:
            case "either":
                return Either(tuple(self.condition(part) for part in node.children))
            case "both":
                return Both(tuple(self.condition(part) for part in node.children))
            case "no":
                return Not(self.condition(node.children[0]))
            case "group":
                return self.condition(node.children[0])
            case "compare":
                return self._compare(node)
            case "among":
                return self._among(node)
        raise ConditionError(
            _start(node), "这是一个数，不是条件；请与另一个数比较", "this is an amount and no condition; compare it"
        )

    def _compare(self, node: Node) -> Condition:
        left, sign, right = node.children
        word = self._word_of(left)
        if word is not None:
            return self._is(word, sign=str(sign), node=right)
        first, second = self._amount(left), self._amount(right)
        if isinstance(first, Number) and isinstance(second, Number):
            raise ConditionError(_start(node), "两边都是数，结果已定", "compares two numbers; name what it is about")
        _same_kind(kind_of(first), kind_of(second), offset=_start(right))
        sign_text = str(sign)
        for known in ("<", "<=", "==", "!=", ">=", ">"):
            if sign_text == known:
                return Compare(known, first, second)
        raise AssertionError(sign_text)  # the grammar knows these six and no other

    def _is(self, name: Name, *, sign: str, node: Node | Token) -> Condition:
        """``level == I``: a name that is a word can only be equal to one of its words, or not."""
        if sign not in ("==", "!="):
            zh, en = "只能用 ==、!= 或 in", "is a word, not a number; only ==, != and in can be asked of it"
            raise ConditionError(_start(node), f"“{name.id}”不是数，{zh}", f"{name.id!r} {en}")
        if not (isinstance(node, Tree) and node.data == "name"):
            raise ConditionError(_start(node), *unknown_word("?", known=name.choices))
        token = _token(node)
        self._known_choice(token, name=name)
        found = Among(name, (str(token),))
        return found if sign == "==" else Not(found)

    def _among(self, node: Node) -> Condition:
        name = self._word_of(node.children[0])
        if name is None:
            zh, en = "in 只用于词（如 level）", "'in' is for names that are words, such as level"
            raise ConditionError(_start(node), zh, en)
        words = node.children[1].children if len(node.children) > 1 and isinstance(node.children[1], Tree) else []
        if not words:
            raise ConditionError(_start(node), "[ ] 里应至少有一个词", "needs at least one word between [ and ]")
        for word in words:
            self._known_choice(word, name=name)
        return Among(name, tuple(dict.fromkeys(str(word) for word in words)))

    def _known_choice(self, token: Node | Token, *, name: Name) -> None:
        if str(token) not in name.choices:
            raise ConditionError(_start(token), *unknown_word(str(token), known=name.choices))

    def _word_of(self, node: Node | Token) -> Name | None:
        """Return the name that a side is, if it is one that is a word and not a number."""
        while isinstance(node, Tree) and node.data == "group":
            node = node.children[0]
        if isinstance(node, Tree) and node.data == "name":
            name = self._name(_token(node))
            return name if name.choices else None
        return None

    def _name(self, token: Token) -> Name:
        name = self._names.get(str(token))
        if name is None:
            raise ConditionError(_start(token), *unknown_word(str(token), known=self._names))
        return name

    def _amount(self, node: Node | Token) -> Amount:
        if isinstance(node, Tree):
            match node.data:
                case "group":
                    return self._amount(node.children[0])
                case "number":
                    return self._number(node)
                case "name":
                    name = self._name(_token(node))
                    if not name.choices:
                        return Named(name)
                    zh, en = f"“{name.id}”不是数", f"{name.id!r} is a word, not a number"
                    raise ConditionError(_start(node), zh, en)
                case "times":
                    return self._times(node)
                case "plus":
                    return self._sum(node)
        raise ConditionError(_start(node), "应为一个数", "must be an amount, not a condition")

    def _number(self, node: Node) -> Number:
        figure, unit = str(node.children[0]), str(node.children[1]) if len(node.children) > 1 else ""
        if unit and symbol(unit) not in self._units:
            raise ConditionError(_start(node.children[1]), *unknown_word(unit, known=sorted(self._units)))
        amount = in_smallest(figure, unit=unit)
        if amount is None:
            zh, en = f"“{figure} {unit}”不是整数", f"{figure} {unit} is not a whole number of anything"
            raise ConditionError(_start(node), zh, en)
        if amount > MAX_NUMBER:
            raise ConditionError(_start(node), "数太大", f"is too large; at most {MAX_NUMBER:,} in the smallest unit")
        return Number(amount, kind_and_factor(unit)[0] if unit else "")

    def _times(self, node: Node) -> Amount:
        first, second = self._amount(node.children[0]), self._amount(node.children[1])
        for amount, times in ((first, second), (second, first)):
            if isinstance(times, Number) and times.kind == "":
                return Times(amount, times.amount)
        zh, en = "只能乘以不带单位的整数", "one side of * must be a whole number without a unit"
        raise ConditionError(_start(node.children[1]), zh, en)

    def _sum(self, node: Node) -> Amount:
        left, sign, right = node.children
        first, second = self._amount(left), self._amount(right)
        _same_kind(kind_of(first), kind_of(second), offset=_start(right))
        return Sum("+" if str(sign) == "+" else "-", first, second)


def kind_of(amount: Amount) -> str:
    """Return the kind of unit that an amount is in; "" for a bare number."""
    match amount:
        case Number(_, kind):
            return kind
        case Named(name):
            return name.kind
        case Times(inner, _):
            return kind_of(inner)
        case Sum(_, left, right):
            return kind_of(left) or kind_of(right)


def _same_kind(left: str, right: str, *, offset: int) -> None:
    """Refuse two amounts that can't be compared or added: of other kinds, or one that says no unit."""
    if left == right and left:
        return
    if not left or not right:
        unit = " 或 ".join(_units(left or right))
        either = " or ".join(_units(left or right))
        raise ConditionError(offset, f"缺少单位；写明 {unit}", f"a unit is missing; write {either} after the number")
    zh = f"单位不同：一边是 {_units(left)[0]}，一边是 {_units(right)[0]}"
    raise ConditionError(offset, zh, f"units differ: {_units(left)[0]} and {_units(right)[0]} can't be compared")


def _units(kind: str) -> list[str]:
    return [name for name, unit in UNITS.items() if unit.kind == kind] or [kind or "…"]


def _token(node: Node) -> Token:
    token = node.children[0]
    if not isinstance(token, Token):
        raise TypeError(node.data)
    return token


def _start(node: Node | Token) -> int:
    if isinstance(node, Token):
        return node.start_pos or 0
    return 0 if node.meta.empty else node.meta.start_pos
