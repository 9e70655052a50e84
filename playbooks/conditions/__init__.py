"""Conditions of a playbook as one can read them aloud: ``level in [I, II] and customers >= 10_000 customers``.

A language of its own that is small on purpose: comparisons of known names, ``and``, ``or``, ``not``; sums and
products with numbers; no calls, no attributes, no text, no loops. What is read (by lark's grammar, no eval) has passed
its types and units, so that deciding it can raise nothing: it holds, does not, or turns on what nobody has said.

- ``read(text, scope=) -> Condition``; ``ConditionError`` has what is wrong and at which character.
- ``Scope``, ``Name``: what may be named, of what kind, and how it moves when a footprint grows.
- ``decide(condition, known=) -> True | False | None``; ``failing(condition, known=)``: the parts that do not hold.
- ``say(condition) -> Words``; ``grows(condition)``: whether a larger footprint can only help it.
"""

from playbooks.conditions.deciding import Decision, Known, decide, failing
from playbooks.conditions.direction import Direction, against_growth, grows
from playbooks.conditions.reading import MAX_DEPTH, MAX_LENGTH, ConditionError, read
from playbooks.conditions.scope import Name, Scope
from playbooks.conditions.tree import Condition
from playbooks.conditions.wording import say, say_value

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "Condition",
    "ConditionError",
    "Decision",
    "Direction",
    "Known",
    "Name",
    "Scope",
    "against_growth",
    "decide",
    "failing",
    "grows",
    "read",
    "say",
    "say_value",
]
