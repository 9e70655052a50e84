"""Hotline announcements and hall notices: what callers hear and halls show, and what either system refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from notifications.connectors.hall_webhook import LiveHallWebhook
from notifications.delivery import Refused, Sent, Unknown
from notifications.endpoint import Endpoint
from notifications.registry import SettingsError, build
from notifications.signing import check
from tests.notifications.processes import RunningSimulator, delivery, service_notice

AT = "2008-05-20T12:00:00+08:00"
SECRET = f"whsec_{'A' * 32}"


@pytest.fixture
def subject() -> str:
    return f"{uuid4()}:510000"


@pytest.fixture(params=["hotline", "hall_webhook"])
def endpoint(request: pytest.FixtureRequest, calm: dict[str, RunningSimulator]) -> Iterator[Endpoint]:
    simulator = calm[{"hotline": "hotline", "hall_webhook": "halls"}[request.param]]
    built = build(request.param, simulator.settings(), world="exercise")
    yield built
    built.close()


def send(endpoint: Endpoint, subject: str, revision: int = 1, **changes: Any) -> Any:
    document = service_notice(subject=subject, revision=revision, **changes)
    return endpoint.send(delivery("service_notice/1", f"service:{subject}:{revision}", document))


def heard(simulators: dict[str, RunningSimulator], name: str, county: str, subject: str, at: str = AT) -> list[Any]:
    """What callers hear of a subject, or halls show."""
    if name == "hotline":
        found = simulators["hotline"].get(f"callers/{county}", at=at)["heard"]
    else:
        found = simulators["halls"].get(f"screens/{county}")["shown"]
    return [one for one in found if one["subject"] == subject]


def test_it_is_heard_in_its_counties_from_its_first_to_its_last_word(
    endpoint: Endpoint, calm: dict[str, RunningSimulator], subject: str
) -> None:
    assert isinstance(send(endpoint, subject), Sent)
    [there] = heard(calm, endpoint.name, "510131", subject)
    elsewhere = heard(calm, endpoint.name, "510104", subject)

    assert isinstance(send(endpoint, subject, revision=2, counties=["510104"]), Sent)
    moved = heard(calm, endpoint.name, "510131", subject), heard(calm, endpoint.name, "510104", subject)
    assert isinstance(send(endpoint, subject, revision=3, counties=["510104"], state="ended"), Sent)
    over = heard(calm, endpoint.name, "510104", subject)

    assert "EXERCISE" in str(there)
    assert "演练" in str(there)
    assert elsewhere == []
    assert (len(moved[0]), len(moved[1])) == (0, 1)
    assert over == []


def test_an_announcement_ends_by_itself(calm: dict[str, RunningSimulator], subject: str) -> None:
    endpoint = build("hotline", calm["hotline"].settings(), world="exercise")
    send(endpoint, subject)
    endpoint.close()

    assert heard(calm, "hotline", "510131", subject, at="2008-06-11T15:00:00+08:00") == []
    assert heard(calm, "hotline", "510131", subject, at="2008-05-12T14:59:59+08:00") == []


def test_a_late_older_revision_is_refused_and_changes_nothing(
    endpoint: Endpoint, calm: dict[str, RunningSimulator], subject: str
) -> None:
    send(endpoint, subject, revision=5)

    late = send(endpoint, subject, revision=4, state="ended")

    assert isinstance(late, Refused)
    assert (late.code, late.retryable) == ("olderRevision", False)
    assert len(heard(calm, endpoint.name, "510131", subject)) == 1


def test_what_takes_over_a_minute_to_say_is_refused_by_its_language(
    calm: dict[str, RunningSimulator], subject: str
) -> None:
    endpoint = build("hotline", calm["hotline"].settings(), world="exercise")
    outcome = send(endpoint, subject, text={"zh": "长" * 300, "en": "short"})
    endpoint.close()

    assert isinstance(outcome, Refused)
    assert (outcome.code, "zh-CN" in outcome.message) == ("badAnnouncement", True)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"subject": "m"}, "subject"),
        ({"revision": 0}, "revision"),
        ({"state": "paused"}, "state"),
        ({"counties": []}, "counties"),
        ({"text": {"zh": "只有中文"}}, "text/en"),
        ({"validity": {"from": AT, "until": AT}}, "validity"),
        ({"numbers": ["13800138000"]}, "numbers"),
    ],
)
def test_a_document_that_does_not_fit_is_refused_by_its_field(
    endpoint: Endpoint, subject: str, change: dict[str, Any], named: str
) -> None:
    document = {**service_notice(subject=subject), **change}

    outcome = endpoint.send(delivery("service_notice/1", f"service:{subject}:1", document))

    assert isinstance(outcome, Refused)
    assert outcome.code == "bad_document"
    assert named in outcome.message


@pytest.mark.parametrize("wrong", [{"Webhook-Signature": "v1,AAAA"}, {"Webhook-Timestamp": "1000000000"}, {}])
def test_the_halls_take_nothing_without_a_fresh_and_right_signature(
    calm: dict[str, RunningSimulator], wrong: dict[str, str]
) -> None:
    before = calm["halls"].get("books")["messages"]

    answer = httpx.post(f"{calm['halls'].url}/notices", json={"type": "service.open"}, headers=wrong, trust_env=False)

    assert answer.status_code == 401
    assert calm["halls"].get("books")["messages"] == before


def live(answer: Any) -> LiveHallWebhook:
    settings = {"url": "https://halls.example/hook", "secret": SECRET}
    built = build("hall_webhook", settings, world="live")
    assert isinstance(built, LiveHallWebhook)
    return LiveHallWebhook(built.settings, world="live", transport=httpx.MockTransport(answer))  # type: ignore[arg-type]


def test_a_live_notice_is_signed_with_the_provinces_secret_and_bears_no_prefix(subject: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    endpoint = live(answer)
    document = service_notice(subject=subject, world="live")
    outcome = endpoint.send(delivery("service_notice/1", "service:1", document, world="live"))

    assert isinstance(outcome, Sent)
    assert check([SECRET], seen[0].content, dict(seen[0].headers), now=endpoint._now()) == outcome.reference
    assert "EXERCISE" not in seen[0].content.decode()


@pytest.mark.parametrize(("status", "kind"), [(401, Refused), (404, Refused), (500, Unknown), (302, Unknown)])
def test_what_a_live_hall_system_answers_is_sorted_honestly(subject: str, status: int, kind: type) -> None:
    endpoint = live(lambda _: httpx.Response(status))
    document = service_notice(subject=subject, world="live")

    assert isinstance(endpoint.send(delivery("service_notice/1", "service:1", document, world="live")), kind)


def test_settings_that_cannot_serve_are_refused_by_field() -> None:
    for settings, named in (
        ({"url": "http://halls.example", "secret": SECRET}, "url"),
        ({"url": "https://halls.example", "secret": "weak"}, "secret"),
        ({"url": "https://halls.example"}, "secret"),
    ):
        with pytest.raises(SettingsError, match=named):
            build("hall_webhook", settings, world="live")
