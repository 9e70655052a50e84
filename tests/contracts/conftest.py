"""Reading the golden files and holding a document against a contract's schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).resolve().parent
Conforms = Callable[[str, Any], None]


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


@pytest.fixture(scope="session")
def conforms() -> Conforms:
    """`conforms("event", document)` fails with every place where the document breaks the contract."""
    schemas = {path.name: read(path.name) for path in FOLDER.glob("*.schema.json")}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )

    def check(contract: str, document: Any) -> None:
        schema = schemas[f"{contract}.schema.json"]
        Draft202012Validator.check_schema(schema)
        # What crosses the wire is JSON: a document of Python objects is judged as it would be sent.
        sent = json.loads(json.dumps(document, allow_nan=False))
        broken = [
            f"{error.json_path}: {error.message}"
            for error in Draft202012Validator(schema, registry=registry).iter_errors(sent)
        ]
        assert broken == []

    return check
