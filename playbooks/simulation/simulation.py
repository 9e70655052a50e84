"""Gathers runs of one playbook: each run's plan is the planner's own, and is forgotten once its figures are taken."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from playbooks.language.model import Playbook
from playbooks.language.situation import Situation
from playbooks.planning.building import fill_words
from playbooks.planning.items import all_items, title_of, type_of
from playbooks.planning.places import NO_PLACE
from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.simulation.assumptions import Assumptions
from playbooks.simulation.draws import Chance
from playbooks.simulation.one_run import RunFigures, figures_of
from playbooks.simulation.overload import Overload, calls_within_promise
from playbooks.terms.words import Words

Whole = NDArray[np.int64]


class Simulation:
    """Runs of one version of a playbook under one set of assumptions.

    ``reference`` is the plan of the footprint as it is; ``add`` takes the variants in turn, each with the number of
    its run. Versions that are to be compared must be given the same situations and numbers.
    """

    def __init__(
        self,
        playbook: Playbook,
        reference: Situation,
        *,
        assumptions: Assumptions,
        seed: int,
        parameters: Mapping[str, int] | None = None,
    ) -> None:
        self.playbook = playbook
        self.assumptions = assumptions
        self.situation = reference
        self._parameters = parameters
        self._seed = seed
        self._most_calls = calls_within_promise(assumptions.hotline)
        self.plan: Plan = plan(playbook, reference, parameters=parameters)
        self.reference: RunFigures = self._figures(self.plan, reference, number=0)
        self.totals: list[dict[str, int]] = []
        self.overloads: list[tuple[Overload, ...]] = []
        self.items: list[dict[str, int]] = []
        self._calls: list[Whole] = []
        self._money: list[Whole] = []
        self._minutes: list[tuple[tuple[str, ...], Whole]] = []
        self._waiting: list[tuple[tuple[str, ...], Whole]] = []
        self._covered: list[dict[str, int]] = []
        self._counties: dict[str, tuple[Words, str]] = {}
        self._learn_names(reference)

    @property
    def runs(self) -> int:
        """How many runs have been added."""
        return len(self.totals)

    def add(self, situation: Situation, *, number: int) -> None:
        """Plan one variant and keep its figures; ``number`` (from 1 on) is the run's, and decides over its luck."""
        planned = plan(self.playbook, situation, parameters=self._parameters)
        figures = self._figures(planned, situation, number=number)
        self.totals.append(figures.totals())
        self.overloads.append(figures.overloads)
        self.items.append(figures.items)
        self._calls.append(figures.calls.by_hour)
        self._money.append(figures.money.by_day)
        self._minutes.append((figures.work.provinces, figures.work.minutes.astype(np.int32)))
        self._waiting.append((figures.work.provinces, figures.work.waiting.astype(np.int32)))
        self._covered.append(figures.covered.by_county)
        self._learn_names(situation)

    def names_of_counties(self) -> Mapping[str, tuple[Words, str]]:
        """Return the name and province of every county that any run has hit."""
        return self._counties

    def item_titles(self) -> list[tuple[str, Words, str]]:
        """Return id, title and type of every item of the playbook, with the tasks that measures bring along."""
        found = all_items(self.playbook, values=self.playbook.values(self._parameters))
        return [(item.id, fill_words(title_of(item), values=NO_PLACE), type_of(item)) for item, _ in found]

    def _learn_names(self, situation: Situation) -> None:
        for row in situation.regions:
            if row.adcode not in self._counties:
                self._counties[row.adcode] = (Words(zh=row.name_zh, en=row.name_en), row.province)

    def _figures(self, planned: Plan, situation: Situation, *, number: int) -> RunFigures:
        return figures_of(
            planned,
            situation,
            chance=Chance.of(self._seed, number),
            most_calls=self._most_calls,
            assumptions=self.assumptions,
        )

    def total(self, name: str) -> list[int]:
        """Return one figure of every run; 0 where a run has no such segment or tier."""
        return [totals.get(name, 0) for totals in self.totals]

    def total_names(self) -> list[str]:
        """Return the names of all figures, those of the reference first."""
        return list(dict.fromkeys([*self.reference.totals(), *(name for one in self.totals for name in one)]))

    def calls(self) -> Whole:
        """Return calls by hour (runs, hours)."""
        return self._stacked(self._calls, self.assumptions.hours)

    def money(self) -> Whole:
        """Return fen by day (runs, days)."""
        return self._stacked(self._money, self.assumptions.days)

    def provinces(self) -> list[str]:
        """Return the provinces that have a task in any run."""
        return sorted({province for provinces, _ in self._minutes for province in provinces})

    def minutes(self, province: str) -> Whole:
        """Return minutes of work by hour of one province (runs, hours)."""
        return self._of_province(self._minutes, province)

    def waiting(self, province: str) -> Whole:
        """Return minutes of work left over at the end of each hour in one province (runs, hours)."""
        return self._of_province(self._waiting, province)

    def all_minutes(self) -> Whole:
        """Return minutes of work by hour over all provinces (runs, hours)."""
        return self._stacked([minutes.sum(axis=0) for _, minutes in self._minutes], self.assumptions.hours)

    def covered(self) -> dict[str, list[int]]:
        """Return the customers covered by county, one number for each run in which the county is covered at all."""
        found: dict[str, list[int]] = {}
        for by_county in self._covered:
            for county, customers in by_county.items():
                found.setdefault(county, []).append(customers)
        return dict(sorted(found.items()))

    def _of_province(self, kept: list[tuple[tuple[str, ...], Whole]], province: str) -> Whole:
        none = np.zeros(self.assumptions.hours, dtype=np.int64)
        rows = [
            values[provinces.index(province)] if province in provinces else none for provinces, values in kept
        ]  # fmt: skip
        return self._stacked(rows, self.assumptions.hours)

    @staticmethod
    def _stacked(rows: list[Whole], width: int) -> Whole:
        return np.array(rows, dtype=np.int64).reshape(len(rows), width)
