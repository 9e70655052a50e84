"""Stories of feeds and signals: what sources say, what administrators set, what the duty officer decides."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from incident.commands import feeds, signal_arrival, signals
from incident.commands.footprints import AssessedFootprint
from incident.events.signals import STREAM
from incident.log import incident_stream
from incident.rules.origins import AllowedOrigins
from incident.rules.signals import ProposalRule, Reading, Reference
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, GANSU, SICHUAN

ALLOWED = AllowedOrigins.read(["alerts.example"])
AREA = '{"type":"FeatureCollection","features":[]}'


def on_data(stage: Stage, command: Callable[..., Any], *actor: Any, **arguments: Any) -> Any:
    """Run a command in a transaction of its own on the stream of data."""
    with stage.db.transaction([STREAM]) as tx:
        return command(tx, *actor, **arguments)


def a_feed(stage: Stage, *, kind: str = "cap", **changes: Any) -> str:
    """Add a feed that proposes whatever touches one of our provinces; its id."""
    feed_id = str(uuid.uuid4())
    given = {
        "name": f"Alerts {feed_id[:4]}", "kind": kind, "url": "" if kind == "webhook" else "https://alerts.example/a",
        "interval_s": 60, "rule": ProposalRule(), "drill": True, "allowed": ALLOWED,
    }  # fmt: skip
    on_data(stage, feeds.add_feed, DUTY, feed_id=feed_id, **(given | changes))
    return feed_id


def a_reading(identifier: str, **changes: Any) -> Reading:
    """A severe flood alert over Sichuan with an area."""
    sent = f"2008-05-12T06:0{len(identifier) % 10}:00.000000Z"
    given: dict[str, Any] = {
        "identifier": identifier, "sender": "flood@example", "sent": sent,
        "msg_type": "Alert", "status": "Actual", "title": "洪水预警 / Flood warning", "hazard": "flood",
        "severity": "Severe", "raw": identifier.encode(), "area": AREA, "occurred_at": QUAKE,
        "provinces": ({"province": SICHUAN, "counties": 3, "subscribers": 1200},),
        "bands": ({"band": "LEVEL-3", "value_milli": 3000, "unit": "level", "area_km2": 900},),
    }  # fmt: skip
    return Reading(**(given | changes))


def received(stage: Stage, feed_id: str, reading: Reading) -> str:
    """Let a message arrive; the signal's id."""
    row = on_data(stage, signal_arrival.receive_signal, feed_id=feed_id, reading=reading)
    assert row is not None
    return str(row["id"])


def assessed() -> AssessedFootprint:
    """An area without anybody in it."""
    return AssessedFootprint(
        title="洪水 / Flood", source="test", geojson=AREA, notes=[], exposure_label="test", not_assessed=[], rows=[],
        bands=[{"band": "LEVEL-3", "value_milli": 3000, "unit": "level", "area_km2": 900}],
    )  # fmt: skip


@records("FeedAdded", "FeedChanged", "FeedDisabled", "FeedEnabled", "WebhookSecretDrawn", "WebhookSecretsRetired")
def feeds_and_their_settings(stage: Stage) -> None:
    feed_id, hook = a_feed(stage), a_feed(stage, kind="webhook")
    on_data(
        stage, feeds.change_feed, DUTY, feed_id=feed_id, url="https://alerts.example/b", interval_s=120,
        rule=ProposalRule(min_severity="Severe", provinces=(SICHUAN,)), drill=False, allowed=ALLOWED,
    )  # fmt: skip
    on_data(stage, feeds.ask_feed_now, feed_id=feed_id)
    on_data(stage, feeds.disable_feed, DUTY, feed_id=feed_id)
    on_data(stage, feeds.enable_feed, DUTY, feed_id=feed_id)
    on_data(stage, feeds.draw_webhook_secret, DUTY, feed_id=hook)
    on_data(stage, feeds.draw_webhook_secret, DUTY, feed_id=hook)
    on_data(stage, feeds.retire_webhook_secrets, DUTY, feed_id=hook)
    assert on_data(stage, feeds.feed_row, feed_id=hook)["secret_oldest"] == 2


@records("SignalReceived", "SignalSuperseded", "SignalCancelled", "SignalDismissed", "SignalAccepted", "SignalLapsed")
def alerts_that_are_updated_withdrawn_and_decided_about(stage: Stage) -> None:
    feed_id = a_feed(stage)
    first = a_reading("A")
    received(stage, feed_id, first)
    update = a_reading("AB", msg_type="Update", references=(first.reference,))
    accepted = received(stage, feed_id, update)
    incident = str(uuid.uuid4())
    with stage.db.transaction([STREAM, incident_stream(incident)]) as tx:
        signals.declare_from_signal(
            tx, DUTY, signal_id=accepted, incident_id=incident, kind="disaster", hazard="flood", title_zh="洪水",
            title_en="Flood", occurred_at=QUAKE, provinces=(SICHUAN, GANSU), monitoring=True,
            footprint_id=str(uuid.uuid4()), assessed=assessed(),
        )  # fmt: skip
    newer = a_reading("ABC", msg_type="Update", references=(update.reference,))
    with stage.db.transaction([STREAM, incident_stream(incident)]) as tx:
        row = signal_arrival.receive_signal(tx, feed_id=feed_id, reading=newer)
        assert row is not None
        signals.adopt_footprint(
            tx, DUTY, signal_id=row["id"], incident_id=incident, footprint_id=str(uuid.uuid4()), assessed=assessed(),
            provinces=(SICHUAN, GANSU),
        )  # fmt: skip
    received(stage, feed_id, a_reading("ABCD", msg_type="Cancel", references=(newer.reference,)))
    other = received(stage, feed_id, a_reading("ABCDE"))
    on_data(stage, signals.dismiss_signal, DUTY, signal_id=other, reason="已由省里处置")
    received(stage, feed_id, a_reading("ABCDEF", expires_at=QUAKE + timedelta(hours=1)))
    stage.clock.step(2 * 3600)
    signals.lapse_expired(stage.db)
    assert not signals.has_expired(stage.db)


@records("SignalQuarantined", "SignalReadAgain")
def one_that_cannot_be_placed_and_is_mended(stage: Stage) -> None:
    feed_id = a_feed(stage)
    unknown = a_reading("Q", area=None, bands=(), provinces=(), unplaced="no region has the code 999999",
                        references=(Reference("flood@example", "P", "2008-05-12T06:00:00.000000Z"),))  # fmt: skip
    signal_id = received(stage, feed_id, unknown)
    on_data(stage, signal_arrival.read_signal_again, DUTY, signal_id=signal_id, reading=a_reading("Q"))
