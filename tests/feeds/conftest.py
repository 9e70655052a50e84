"""A source on this machine, what may be asked of it, and a feed in a database."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from geo.exposure import Exposure
from geo.regions import Regions
from incident.commands.feeds import add_feed
from incident.db import Database
from incident.events.signals import STREAM
from incident.feeds.outbound import Client, FeedAddresses
from incident.feeds.polling import Poller
from incident.feeds.reading import Reader
from incident.rules.origins import AllowedOrigins
from incident.rules.signals import ProposalRule
from tests.feeds.source import Source, a_source
from tests.incident.stories import DUTY

HERE = (ipaddress.ip_network("127.0.0.0/8"),)
AddFeed = Callable[..., str]


@pytest.fixture
def source() -> Iterator[Source]:
    with a_source() as running:
        yield running


@pytest.fixture
def client(source: Source) -> Client:
    """May ask the source and nobody else, with little patience."""
    return Client(AllowedOrigins.read([source.origin]), FeedAddresses("live", HERE), deadline_s=1.0)


@pytest.fixture
def reader(client: Client, regions: Regions, exposure: Exposure) -> Reader:
    return Reader(regions=lambda: regions, exposure=lambda: exposure, client=client)


@pytest.fixture
def poller(db: Database, reader: Reader) -> Poller:
    return Poller(db, reader, chance=lambda: 0.5)


@pytest.fixture
def feed(db: Database) -> AddFeed:
    """`feed(kind="usgs", url=…)` adds a feed and gives its id; it proposes in an exercise whatever hits us."""

    def add(*, kind: str = "cap", url: str = "https://alerts.example/a", **changes: Any) -> str:
        feed_id = str(uuid.uuid4())
        given: dict[str, Any] = {
            "name": f"feed {feed_id[:8]}", "interval_s": 60, "rule": ProposalRule(), "drill": True,
            "allowed": AllowedOrigins.read([url.rsplit("/", 1)[0] if url else "alerts.example"]),
        }  # fmt: skip
        with db.transaction([STREAM]) as tx:
            add_feed(tx, DUTY, feed_id=feed_id, kind=kind, url=url, **(given | changes))
        return feed_id

    return add
