"""Composing and checking ``instruction/1``, the one document that a billing connector understands.

Only the closed list of billing actions, integers and text: no floats, no numbers of people. Each action has a key
(county, segment, action, period), by which a later measure can see what is already covered.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from playbooks.measures.base import InstructionContext
from playbooks.terms.words import BillingAction


class InstructionError(ValueError):
    """A composed document breaks the schema: a mistake in a measure type, never in a customer's data."""


def action(context: InstructionContext, *, name: BillingAction, **details: Any) -> dict[str, Any]:
    """Return one action with its key and period."""
    return {
        "action": name,
        "key": action_key(context, name=name),
        "period": {"from": context.window_from, "until": context.window_until},
        **details,
    }


def action_key(context: InstructionContext, *, name: BillingAction) -> str:
    """Return ``county:segment:action:from/until`` of one action."""
    return f"{context.county}:{context.segment}:{name}:{context.window_from}/{context.window_until}"


def compose(context: InstructionContext, *, kind: str, actions: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a checked document; InstructionError says which place breaks the schema."""
    document = {
        "document": "instruction/1",
        "world": "exercise" if context.exercise else "live",
        "batch": context.batch,
        "kind": kind,
        "county": context.county,
        "segment": context.segment,
        "rules": list(context.rules),
        "customers": context.customers,
        "cap_fen": context.cap_fen,
        "actions": actions,
    }
    validate(document)
    return document


def compose_reversal(context: InstructionContext, *, kind: str, undo: list[BillingAction]) -> dict[str, Any]:
    """Return the document that reverses the named actions of the same batch, last first."""
    actions = [
        action(context, name="reverse", of=action_key(context, name=name)) | {"key": _reverse_key(context, name)}
        for name in reversed(undo)
    ]
    return compose(context, kind=kind, actions=actions)


def validate(document: dict[str, Any]) -> None:
    """Check a document against schemas/instruction-1.json; InstructionError names the first broken place."""
    error = next(iter(sorted(_validator().iter_errors(document), key=lambda e: list(map(str, e.path)))), None)
    if error is not None:
        place = "/".join(str(step) for step in error.path) or "document"
        raise InstructionError(f"instruction/1: {place}: {error.message}")


def schema() -> dict[str, Any]:
    """Return the JSON schema of ``instruction/1``."""
    text = (files("playbooks") / "schemas" / "instruction-1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _reverse_key(context: InstructionContext, name: BillingAction) -> str:
    return f"{context.county}:{context.segment}:reverse-{name}:{context.window_from}/{context.window_until}"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())
