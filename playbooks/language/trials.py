"""The tests that travel with a playbook: a small made-up situation (``given``) and what must follow (``expect``).

Called trials in code, because a class named Test is collected by pytest. playbooks.testing.check runs them.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbooks.terms.words import Colour, Count, Id, Level, Quantity, Strict, Unit, Words

Adcode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]


class GivenRegion(Strict):
    """Part of a county in one band. Customers are split evenly over the segments."""

    county: Adcode
    name: Words | None = None
    unit: Unit = "CSI"
    value: Annotated[int, Field(ge=0, le=10**6)]
    customers: Count
    having: dict[Quantity, Count] = Field(default_factory=dict)


class Given(Strict):
    """The situation. The operator has its 31 provinces; the hazard is the playbook's first unless given.

    ``hours_since``: hours since it struck, negative before a planned event opens. ``signals``: readings, each in
    the unit that the playbook declares for it. ``near``: the counties near each group of the playbook's points; a group
    that is left out is near none of them.
    """

    hazard: Id | None = None
    level: Level | None = None
    colour: Colour | None = None
    hours_since: Annotated[int, Field(ge=-24 * 366, le=24 * 366)] = 1
    parameters: dict[Id, int] = Field(default_factory=dict)
    signals: dict[Id, Count] = Field(default_factory=dict)
    near: dict[Id, tuple[Adcode, ...]] = Field(default_factory=dict)
    regions: tuple[GivenRegion, ...] = ()


class ExpectItem(Strict):
    """What must hold of one item: how many targets, and over all of them customers, counties, class, reasons."""

    targets: Count | None = None
    customers: Count | None = None
    counties: Count | None = None
    approval_class: Literal["A", "B"] | None = None
    most_parts: Annotated[int, Field(ge=1, le=10)] | None = None
    reasons: tuple[Id, ...] = ()


class Expect(Strict):
    """What must follow: items planned, items left out, details, and how many tasks in all."""

    planned: tuple[Id, ...] = ()
    omitted: tuple[Id, ...] = ()
    items: dict[Id, ExpectItem] = Field(default_factory=dict)
    least_tasks: Count | None = None
    most_tasks: Count | None = None


class Trial(Strict):
    """One test of a playbook."""

    id: Id
    title: Words
    given: Given
    expect: Expect
