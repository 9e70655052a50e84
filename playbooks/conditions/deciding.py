"""Deciding a condition: it holds, it does not, or it turns on what nobody has said. Total: nothing here can raise.

Three values, after Kleene: what is not known is neither true nor false, so ``not`` of it is not known either. A level
that was never declared therefore can't be taken for a low one, nor an alarm that was never heard for silence.
"""

from collections.abc import Mapping

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

#: Values by name, numbers in smallest units; a name that is absent is not known.
Known = Mapping[str, int | str]
Decision = bool | None


def decide(condition: Condition, *, known: Known) -> Decision:
    """Return whether ``condition`` holds; None where that turns on something unknown."""
    match condition:
        case Compare():
            return _compare(condition, known=known)
        case Among(name, words):
            value = known.get(name.id)
            return value in words if isinstance(value, str) else None
        case Not(part):
            held = decide(part, known=known)
            return None if held is None else not held
        case Both(parts):
            held_all = [decide(part, known=known) for part in parts]
            return False if False in held_all else None if None in held_all else True
        case Either(parts):
            held_any = [decide(part, known=known) for part in parts]
            return True if True in held_any else None if None in held_any else False


def failing(condition: Condition, *, known: Known) -> tuple[Condition, ...]:
    """Return the parts that keep a condition from holding, those that have to hold together one by one."""
    if isinstance(condition, Both):
        return tuple(part for one in condition.parts for part in failing(one, known=known))
    return () if decide(condition, known=known) else (condition,)


def names_in(part: Condition | Amount) -> tuple[str, ...]:
    """Return the names that a part asks for, in order, each once."""
    match part:
        case Named(name) | Among(name, _):
            found = [name.id]
        case Number():
            found = []
        case Times(inner, _) | Not(inner):
            found = list(names_in(inner))
        case Sum(_, left, right) | Compare(_, left, right):
            found = [*names_in(left), *names_in(right)]
        case Both(parts) | Either(parts):
            found = [name for one in parts for name in names_in(one)]
    return tuple(dict.fromkeys(found))


def _compare(condition: Compare, *, known: Known) -> Decision:
    left, right = _amount(condition.left, known=known), _amount(condition.right, known=known)
    if left is None or right is None:
        return None
    match condition.sign:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "==":
            return left == right
        case "!=":
            return left != right
        case ">=":
            return left >= right
        case ">":
            return left > right


def _amount(amount: Amount, *, known: Known) -> int | None:
    match amount:
        case Number(figure, _):
            return figure
        case Named(name):
            value = known.get(name.id)
            return value if isinstance(value, int) else None
        case Times(inner, times):
            figure_or_none = _amount(inner, known=known)
            return None if figure_or_none is None else figure_or_none * times
        case Sum(sign, left, right):
            first, second = _amount(left, known=known), _amount(right, known=known)
            if first is None or second is None:
                return None
            return first + second if sign == "+" else first - second
