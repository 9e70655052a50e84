"""What may be written where, for the editor: names below each place, values of closed lists, and help.

From the same models that loading checks with, so that completion never offers what is refused.
"""

from functools import cache
from typing import Any

from playbooks.language.model import Playbook
from playbooks.measures import KINDS
from playbooks.workbench.field_words import HELP, NAMES, name_of


@cache
def vocabulary() -> dict[str, Any]:
    """Return ``{schema, kinds, names, help}``: JSON schemas of the file and of each measure's fields, and words."""
    schema = Playbook.model_json_schema(by_alias=True)
    used = {name for part in (schema, *schema.get("$defs", {}).values()) for name in part.get("properties", {})}
    return {
        "schema": schema,
        "kinds": {
            kind: {
                "title": {"zh": one.title.zh, "en": one.title.en},
                "fields": one.fields_model.model_json_schema(by_alias=True),
            }
            for kind, one in KINDS.items()
        },
        "names": {name: name_of(name).model_dump() for name in sorted(used | set(NAMES))},
        "help": {name: words.model_dump() for name, words in HELP.items()},
    }
