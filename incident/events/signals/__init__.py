"""Events of feeds and signals; the stream `data`."""

from __future__ import annotations

from incident.events.signals.arriving import (
    SignalCancelled,
    SignalLapsed,
    SignalQuarantined,
    SignalReadAgain,
    SignalReceived,
    SignalSuperseded,
)
from incident.events.signals.base import STREAM
from incident.events.signals.deciding import SignalAccepted, SignalDismissed
from incident.events.signals.feeds import (
    FeedAdded,
    FeedChanged,
    FeedDisabled,
    FeedEnabled,
    WebhookSecretDrawn,
    WebhookSecretsRetired,
)

__all__ = [
    "STREAM",
    "FeedAdded",
    "FeedChanged",
    "FeedDisabled",
    "FeedEnabled",
    "SignalAccepted",
    "SignalCancelled",
    "SignalDismissed",
    "SignalLapsed",
    "SignalQuarantined",
    "SignalReadAgain",
    "SignalReceived",
    "SignalSuperseded",
    "WebhookSecretDrawn",
    "WebhookSecretsRetired",
]
