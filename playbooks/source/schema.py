"""The JSON Schema of a playbook's file, for editors and for an operator's own checks; made from the models.

It is published as ``schemas/playbook-1.json``. A schema sees the form of a file: the loader sees more (names that must
exist, units, conditions), so what it accepts is a subset of what the schema does.
"""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from playbooks.language.model import Playbook
from playbooks.measures import KINDS, LandingPlan
from playbooks.source.extending import LEAST_DIGITS, LISTS

_REFERENCE = {"$ref": "#/$defs/ParameterRef"}
_PARTIAL = "Partial"
Schema = dict[str, Any]


@cache
def _made() -> Schema:
    whole = Playbook.model_json_schema(by_alias=True)
    defs: Schema = whole.pop("$defs")
    defs["Playbook"] = whole
    # Before the fields of each kind: a variant seldom repeats the kind by which they would be known.
    partial = {f"{_PARTIAL}{name}": _partial(one) for name, one in defs.items()}
    _lay_out_fields(defs)
    defs["When"]["properties"]["if"]["description"] = (
        "A condition, such as: level in [I, II] and customers >= 10_000 customers. See docs/playbooks.md."
    )
    defs |= partial
    defs["Variant"] = _variant(defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:tongxin:playbook:1",
        "title": "playbook/1",
        "description": "A playbook, or a variant that says what it changes of its parent and fragments.",
        "if": {"type": "object", "anyOf": [{"required": [name]} for name in ("extends", "fragments", "without")]},
        "then": {"$ref": "#/$defs/Variant"},
        "else": {"$ref": "#/$defs/Playbook"},
        "$defs": {name: defs[name] for name in sorted(defs)},
    }


def schema() -> Schema:
    """Return the schema as plain JSON."""
    return copy.deepcopy(_made())


def _lay_out_fields(defs: Schema) -> None:
    """Say of a measure's fields what its kind asks for; a parameter may stand wherever a number does."""
    measure = defs["MeasureItem"]
    measure["properties"]["kind"] = {"enum": list(KINDS), "title": "Kind"}
    landing = LandingPlan.model_json_schema(by_alias=True)
    defs |= landing.pop("$defs")
    defs["LandingPlan"] = landing
    measure["properties"]["landing"] = {"anyOf": [{"$ref": "#/$defs/LandingPlan"}, {"type": "null"}]}
    measure["allOf"] = []
    for kind, one in KINDS.items():
        fields = one.fields_model.model_json_schema(by_alias=True)
        for name, inner in fields.pop("$defs", {}).items():
            defs.setdefault(name, _with_parameters(inner))
        defs[f"fields-{kind}"] = _with_parameters(fields)
        then: Schema = {"properties": {"fields": {"$ref": f"#/$defs/fields-{kind}"}}}
        if fields.get("required"):
            then["required"] = ["fields"]
        measure["allOf"].append({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then})


def _with_parameters(value: Any) -> Any:
    """Let a parameter stand for every whole number of a schema."""
    if isinstance(value, list):
        return [_with_parameters(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    if value.get("type") == "integer":
        kept = {name: one for name, one in value.items() if name in ("title", "description", "default")}
        words = {name: one for name, one in value.items() if name in ("title_zh", "title_en", "unit")}
        number = {name: one for name, one in value.items() if name not in (*kept, *words)}
        return {"anyOf": [number, _REFERENCE], **kept, **words}
    return {name: one if name == "default" else _with_parameters(one) for name, one in value.items()}


def _partial(value: Any) -> Any:
    """Return a schema that asks for nothing and lets null take a name out: what a variant may say of a part."""
    if isinstance(value, list):
        return [_partial(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    found: Schema = {}
    for name, one in value.items():
        if name == "$ref":
            found[name] = one.replace("#/$defs/", f"#/$defs/{_PARTIAL}")
        elif name == "properties":
            found[name] = {key: {"anyOf": [_partial(inner), {"type": "null"}]} for key, inner in one.items()}
        elif name == "additionalProperties" and isinstance(one, Mapping):
            found[name] = {"anyOf": [_partial(one), {"type": "null"}]}
        elif name in ("default", "enum", "const", "if"):
            found[name] = one
        elif name not in ("required", "title", "description"):
            found[name] = _partial(one)
    return found


def _variant(defs: Schema) -> Schema:
    """The form of a file that builds on others."""
    digest = {"type": "string", "pattern": rf"^[0-9a-f]{{{LEAST_DIGITS},64}}$"}
    ids = {"type": "array", "items": {"type": "string"}}
    partial = defs[f"{_PARTIAL}Playbook"]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["slug", "version"],
        "properties": {
            **partial["properties"],
            "extends": _group({"playbook": {"type": "string"}, "version": {"type": "integer"}, "digest": digest}),
            "fragments": {"type": "array", "items": _group({"fragment": {"type": "string"}, "digest": digest})},
            "without": {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(LISTS, ids)},
        },
    }


def _group(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}
