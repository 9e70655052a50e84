"""Reading the ``instruction/1`` document that the application hands over as a plain dict.

The schema is agreed by its text (playbooks' schemas/instruction-1.json), not by an import. A field
that this reader does not know is refused, not ignored: it was approved, so billing must learn of it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from notifications.delivery import MAX_INTEGER, DocumentError, World

ActionName: TypeAlias = Literal[
    "freeze_clocks",
    "reopen",
    "waive",
    "top_up",
    "move_due_date",
    "suppress_notice",
    "open_free_service",
    "grant_allowance",
    "courtesy_notice",
    "offer_instalments",
    "restart_clocks",
    "reverse",
]
ShortText = Annotated[str, Field(min_length=1, max_length=300)]
Quantity = Annotated[int, Field(ge=0, le=MAX_INTEGER)]


class Period(BaseModel):
    """From when until when, as ISO 8601 text with an offset, passed on as it was approved."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    from_: ShortText = Field(alias="from")
    until: ShortText


class Action(BaseModel):
    """One billing action; fields beyond the common three are its details and are passed on by name."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)
    __pydantic_extra__: dict[str, JsonValue]

    action: ActionName
    key: ShortText
    period: Period

    @property
    def details(self) -> dict[str, JsonValue]:
        """The action's own parameters, such as fen for each customer or the action that it reverses."""
        return self.__pydantic_extra__


class Instruction(BaseModel):
    """One batch: what billing is to do for one segment of one county."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    document: Literal["instruction/1"]
    world: World
    batch: ShortText
    kind: ShortText
    county: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    segment: ShortText
    rules: list[ShortText] = Field(min_length=1)
    customers: Quantity
    cap_fen: Quantity
    actions: list[Action] = Field(min_length=1, max_length=50)


def read_instruction(content: dict[str, object]) -> Instruction:
    """Check a document. Raises DocumentError naming the first field that does not fit."""
    try:
        instruction = Instruction.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "document"
        raise DocumentError(f"instruction/1: {place}: {first['msg']}") from None
    reversing = {action.action == "reverse" for action in instruction.actions}
    if len(reversing) > 1:
        raise DocumentError("instruction/1: actions: a document either reverses or acts, never both")
    return instruction
