"""What one process works with: the database, its settings, the regions, the exposure, the playbooks.

Built once at the edge by `open_house`, passed to everything else; nothing reaches for it through a global.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select

from geo.data_sets import DataSet, data_sets
from geo.eligibility import Eligibility
from geo.eligibility_store import eligibility_in_use
from geo.exposure import Exposure
from geo.exposure_in_use import with_data_in_use
from geo.exposure_store import synthetic_exposure
from geo.live import LiveExposure, live_exposure
from geo.regions import Regions
from geo.tiles_exposure import ExposureTiles
from incident.config import Settings
from incident.db import Database, World, open_engine
from incident.draining.endpoints import Endpoints, build_endpoints
from incident.errors import Invalid, NotFound
from incident.events.base import NATION
from incident.memo import Memo
from incident.past import Pasts
from incident.queries.playbook_shelf import in_use
from incident.queries.preflight import Figures
from incident.regions_in_use import regions_in_use
from incident.rules.cap_messages import Sender
from incident.rules.data_classes import days_kept
from notifications.cap_signing import CapSigner
from notifications.delivery import World as WorldName
from playbooks.planning.hotline import HotlineModel
from playbooks.source.playbook import Playbook


@dataclass
class House:
    """One process's view of the world it serves."""

    settings: Settings
    db: Database
    #: Where the exposure comes from; replaced in tests and where an operator brings real numbers.
    load_exposure: Callable[[Settings, Regions], Exposure] = field(
        default=lambda settings, regions: stored_exposure(settings, regions)
    )

    #: What is inside footprints that were asked about, by their ids; a version never changes.
    inside: Memo[dict[str, Any]] = field(default_factory=Memo)
    #: The CAP feed and messages as they were written last, each by what it says.
    cap_written: Memo[bytes] = field(default_factory=lambda: Memo(most=128))
    #: Published playbooks as they were read, by the digest of their bytes.
    playbooks_read: Memo[Playbook] = field(default_factory=lambda: Memo(most=128))

    @cached_property
    def past(self) -> Pasts:
        """The pasts of incidents, beside the database and derived from it."""
        return Pasts(self.settings.past_dir())

    @cached_property
    def regions(self) -> Regions:
        """Boundaries and names, the built-in ones or the operator's own; loaded when first needed."""
        return regions_in_use(self.settings)

    @cached_property
    def exposure(self) -> Exposure:
        """Customers, sites, halls and key customers by county."""
        return self.load_exposure(self.settings, self.regions)

    @cached_property
    def eligibility(self) -> Eligibility:
        """Customers by the counties of each eligibility rule; a rule that nobody has said is not in it."""
        return eligibility_in_use(self.exposure, data_dir=self.settings.data_dir())

    @cached_property
    def live(self) -> LiveExposure:
        """The same exposure by place, for maps and for counting while somebody draws."""
        return live_exposure(self.exposure, self.regions)

    @cached_property
    def tiles(self) -> ExposureTiles:
        """Tiles of sites, halls and key customers, each asked for by provinces."""
        return ExposureTiles(self.live, self.settings.cache_dir())

    @cached_property
    def data_sets(self) -> tuple[DataSet, ...]:
        """What this process works with: each data set with its owner, its age and what it lacks."""
        return data_sets(self.regions, self.exposure, self.settings.data_dir())

    @cached_property
    def retention(self) -> Mapping[str, int | None]:
        """Days for which kinds of data are kept; Invalid for a setting that cannot be used."""
        try:
            return days_kept(self.settings.retention)
        except ValueError as error:
            raise Invalid("retention", zh=f"保存期设置有误：{error}", en=str(error)) from None

    @property
    def playbooks(self) -> Mapping[str, Playbook]:
        """The playbooks in use, by slug: the newest published of each, else what ships with the house."""
        with self.db.read() as session:
            return in_use(session, self.playbooks_read)

    @cached_property
    def world_kind(self) -> str:
        """`live` or `exercise`; a database never changes it, so neither does a process."""
        with self.db.read() as session:
            return session.scalars(select(World.kind)).one()

    @cached_property
    def preflight(self) -> Figures:
        """What pre-flights are reckoned with."""
        settings = self.settings
        model = HotlineModel(
            calls_per_100k=tuple(int(calls) for calls in settings.hotline_calls.split(",")),
            talk_s=settings.hotline_talk_s,
            seats=settings.hotline_seats,
            answer_s=settings.hotline_answer_s,
            answer_percent=settings.hotline_answer_percent,
        )
        return Figures(self.eligibility, settings.message_rate_per_s, model, self.world_kind)

    @cached_property
    def endpoints(self) -> Endpoints:
        """Connectors and channels of this process, built when first needed."""
        return build_endpoints(
            self.settings, world=self.world_kind, place_names=self.place_names, regions=lambda: self.regions
        )

    @cached_property
    def cap_sender(self) -> Sender:
        """Whose CAP messages these are, of which world; nothing that is asked or stored says the latter."""
        return Sender(self.settings.cap_sender, self.settings.cap_sender_name, cast("WorldName", self.world_kind))

    @cached_property
    def cap_signer(self) -> CapSigner | None:
        """What signs CAP messages; None where no key is set."""
        if not self.settings.cap_key:
            return None
        key, certificate = Path(self.settings.cap_key), Path(self.settings.cap_certificate)
        return CapSigner.of_pem(key.read_bytes(), certificate.read_bytes())

    def place_names(self, place: str) -> tuple[str, str]:
        """How headquarters (`nation`) or a province is called, Chinese and English."""
        if place == NATION:
            return "总部", "Headquarters"
        known = self.regions.get(place)
        return known.name, known.name_en

    @property
    def provinces(self) -> list[str]:
        """Adcodes of the operator's 31 provincial companies."""
        return [region.adcode for region in self.regions.provinces() if region.operator]

    def playbook(self, slug: str) -> Playbook:
        """The playbook, or NotFound."""
        try:
            return self.playbooks[slug]
        except KeyError:
            raise NotFound.of("预案", "playbook") from None

    def playbook_for(self, hazard: str) -> Playbook:
        """The first playbook in use that is for `hazard`, or NotFound that says which hazards there are some for."""
        books = self.playbooks
        for slug in sorted(books):
            if hazard in books[slug].hazards:
                return books[slug]
        known = ", ".join(sorted({one for book in books.values() for one in book.hazards}))
        raise NotFound(
            "playbook.none_for_hazard",
            field="hazard",
            zh=f"没有适用于 {hazard} 的预案；预案库有：{known}。",
            en=f"No playbook is for {hazard!r}; the library has some for: {known}.",
        )


def stored_exposure(settings: Settings, regions: Regions) -> Exposure:
    """The synthetic exposure with the people and places that were imported, made once and kept in the cache."""
    made_up = synthetic_exposure(regions, cache_dir=settings.cache_dir())
    return with_data_in_use(made_up, regions, data_dir=settings.data_dir(), cache_dir=settings.cache_dir())


def open_house(settings: Settings) -> House:
    """Open the database and put the house together; nothing is loaded before it is needed."""
    return House(settings=settings, db=Database(open_engine(settings.url())))
