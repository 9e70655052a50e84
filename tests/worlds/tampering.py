"""Ten thousand ways to make an exercise send something real, each tried on the true code, and what came of them.

A tampering changes what an operator, a request, a row or a payload could say: addresses and credentials, the world
named in a document, in a delivery or in a CAP message, the texts of a row, the outbox. What must hold is counted at
the far ends: the double of a live gateway gets no byte of any message, and whatever a simulator gets says EXERCISE.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from geo.regions import Regions
from incident.config import Settings
from incident.db import Database
from incident.draining import Pace
from incident.draining.endpoints import build_endpoints
from incident.draining.gateway import GatewayDrain
from incident.outbox import Claim
from notifications.delivery import Delivery
from notifications.endpoint import Endpoint, WorldError
from notifications.registry import SettingsError, build, endpoints, names
from notifications.render import EXERCISE_PREFIX
from tests.notifications.processes import broadcast, cell_broadcast
from tests.notifications.test_worlds_apart import LIVE_SETTINGS
from tests.worlds.live_double import LiveDouble

WORDS = ["live", "LIVE", "Live", "exercise", "", "test", "production"]
STATUSES = ["Actual", "actual", "Exercise", "Test", "System", ""]
#: What an exercise may say to a tampering.
REFUSALS = (SettingsError, WorldError, DBAPIError, ValueError, LookupError)


@dataclass
class Ground:
    """An exercise with an approved message of each channel that is about to leave."""

    db: Database
    regions: Regions
    double: LiveDouble
    #: Addresses of simulators, by the name of their connector.
    simulators: dict[str, str]
    #: One leased job of each channel.
    claims: list[Claim]
    var: Any
    said: Counter[str] = field(default_factory=Counter)

    def address(self, chance: random.Random, name: str) -> str:
        """Mostly the double's, in one of its spellings; sometimes the simulator's own."""
        port = self.double.port
        spellings = [
            f"http://127.0.0.1:{port}", f"http://localhost:{port}", f"http://127.1:{port}", f"http://2130706433:{port}",
            f"http://[::ffff:127.0.0.1]:{port}", f"https://127.0.0.1:{port}", f"http://127.0.0.1:{port}/live",
            f"http://127.0.0.1:{port}/healthz/..", f"http://0x7f000001:{port}", f"http://0.0.0.0:{port}",
        ]  # fmt: skip
        return chance.choice(spellings) if chance.random() < 0.75 else self.simulators[name]


def tamper(ground: Ground, number: int, seed: int) -> None:
    """Try one; what it was and how it ended is counted in `ground.said`."""
    chance = random.Random(f"{seed}:{number}")
    kind, act = chance.choice(TAMPERINGS)
    try:
        ended = act(ground, chance)
    except REFUSALS as refused:
        ended = type(refused).__name__
    ground.said[f"{kind}: {ended}"] += 1


def settings_of_the_process(ground: Ground, chance: random.Random) -> str:
    """Addresses, credentials and names in the environment; whatever can be built is then used."""
    told: dict[str, Any] = {}
    for name in chance.sample(["broadcast_gateway", "cell_broadcast"], k=chance.randint(1, 2)):
        one: dict[str, Any] = {"base_url": ground.address(chance, name), "timeout_s": 2}
        if chance.random() < 0.4:
            one |= chance.choice(
                [{"token": "live-token"}, {"networks": ["0.0.0.0/0"]}, {"world": "live"}, {"simulator": "x"},
                 {"signing_key": "k"}, {"live": True}]
            )  # fmt: skip
        told[name] = one
    spelled = {"var_dir": ground.var, "endpoints": json.dumps(told), "cap_sender_name": chance.choice(["Live", "移动"])}
    built = build_endpoints(Settings(**spelled), world="exercise", regions=lambda: ground.regions)
    try:
        drain = GatewayDrain(ground.db, built.gateway_of, Pace(), built.cells)
        return _outcome(drain.send(_changed_claim(ground, chance)))
    finally:
        built.close()


def a_delivery(ground: Ground, chance: random.Random) -> str:
    """The world in a document, in a delivery and in a CAP message; texts without the word."""
    name = chance.choice(["broadcast_gateway", "cell_broadcast"])
    connector = build(name, {"base_url": ground.address(chance, name), "timeout_s": 2}, world="exercise")
    key = f"tampered:{chance.getrandbits(64):x}"
    document = broadcast() if name == "broadcast_gateway" else cell_broadcast(identifier=f"tampered.{key}")
    _change_document(document, chance)
    world: Any = chance.choice([*WORDS, "exercise", "exercise"])
    try:
        return _outcome(connector.send(Delivery(key, 1, "broadcast/1", document, world)))
    finally:
        connector.close()


def a_class_of_the_live_world(ground: Ground, chance: random.Random) -> str:
    """Every live class by its constructor, by the registry, and under a false name of the world."""
    name = chance.choice(names(world="live"))
    cls: type[Endpoint] = endpoints()[name, "live"]
    world: Any = chance.choice(["exercise", "Exercise", "", "test"])
    told = {"base_url": f"https://127.0.0.1:{ground.double.port}", "token": "t"}
    told = {**LIVE_SETTINGS.get(name, told), **(told if "base_url" in LIVE_SETTINGS.get(name, told) else {})}
    if chance.random() < 0.5:
        cls(cls.settings_model.model_validate(told), world=world)
    else:
        build(name, told, world=world)
    return "BUILT A LIVE CLASS"


def a_row(ground: Ground, chance: random.Random) -> str:
    """Texts, audience, channel and CAP's words in the row, by hand at the SQL prompt; put back afterwards."""
    column, value = chance.choice(
        [("body_zh", "真实警报，请立即撤离"), ("body_en", "This is real"), ("channel", "sms"), ("cancel_zh", "x"),
         ("channel", "cell_broadcast"), ("cap", '{"status":"Actual"}'), ("more_texts", '{"bo":{"body":"x"}}'),
         ("customers", 1)]
    )  # fmt: skip
    claim = _changed_claim(ground, chance)
    broadcast_id = claim.key.split(":")[0]
    was = _one(ground.db, f"SELECT {column} FROM broadcast WHERE id = :id", id=broadcast_id)  # noqa: S608  our own names
    _run(ground.db, f"UPDATE broadcast SET {column} = :value WHERE id = :id", value=value, id=broadcast_id)  # noqa: S608
    try:
        return _sent_to_a_random_place(ground, chance, claim)
    finally:
        _run(ground.db, f"UPDATE broadcast SET {column} = :value WHERE id = :id", value=was, id=broadcast_id)  # noqa: S608


def a_payload(ground: Ground, chance: random.Random) -> str:
    """The document that waits in the outbox."""
    return _sent_to_a_random_place(ground, chance, _changed_claim(ground, chance, always=True))


def the_world_itself(ground: Ground, chance: random.Random) -> str:
    """The kind of the world in its database."""
    statement = chance.choice(
        ["UPDATE world SET kind = 'live', rate = 1", "UPDATE world SET kind = 'Live'", "DELETE FROM world",
         "INSERT INTO world (id, kind, name, anchor_real, anchor_world, rate) VALUES (2, 'live', 'x', '', '', 1)"]
    )  # fmt: skip
    _run(ground.db, statement)
    return f"CHANGED THE WORLD by {statement}"


TAMPERINGS: list[tuple[str, Callable[[Ground, random.Random], str]]] = [
    ("settings", settings_of_the_process),
    ("delivery", a_delivery),
    ("live class", a_class_of_the_live_world),
    ("row", a_row),
    ("payload", a_payload),
    ("world", the_world_itself),
]


def unmarked(books: list[dict[str, Any]]) -> list[str]:
    """What simulators hold of texts that do not begin with the word, or of a status other than an exercise's."""
    found = []
    for job in books:
        held = job["request"]
        for entry in held.get("content", []):
            if not entry["text"].startswith(EXERCISE_PREFIX):
                found.append(entry["text"])
        if held.get("status", "Exercise") != "Exercise":
            found.append(held["status"])
        if "xml" in held and held["xml"].count("<description>") != held["xml"].count(f"<description>{EXERCISE_PREFIX}"):
            found.append(held["xml"])
    return found


def _sent_to_a_random_place(ground: Ground, chance: random.Random, claim: Claim) -> str:
    told = {
        name: {"base_url": ground.address(chance, name), "timeout_s": 2}
        for name in ("broadcast_gateway", "cell_broadcast")
    }
    spelled = Settings(var_dir=ground.var, endpoints=json.dumps(told))
    built = build_endpoints(spelled, world="exercise", regions=lambda: ground.regions)
    try:
        return _outcome(GatewayDrain(ground.db, built.gateway_of, Pace(), built.cells).send(claim))
    finally:
        built.close()


def _changed_claim(ground: Ground, chance: random.Random, *, always: bool = False) -> Claim:
    claim = chance.choice(ground.claims)
    if not always and chance.random() < 0.5:
        return claim
    document = json.loads(json.dumps(claim.payload))
    _change_document(document, chance)
    return replace(claim, payload=document)


def _change_document(document: dict[str, Any], chance: random.Random) -> None:
    """Change one to three things that a hand or a fault could."""
    for _ in range(chance.randint(1, 3)):
        match chance.randrange(7):
            case 0:
                document["world"] = chance.choice(WORDS)
            case 1:
                document["texts"] = {"zh": "真实警报，请立即撤离", "en": "This is real"}
            case 2:
                document[chance.choice(["mode", "live", "force", "status"])] = chance.choice([True, "Actual", 1])
            case 3:
                document["channel"] = chance.choice(["sms", "cell_broadcast", "live"])
            case 4 if document.get("cap"):
                document["cap"]["status"] = chance.choice(STATUSES)
            case 5 if document.get("cap"):
                document["cap"]["infos"][0]["description"] = "真实警报，请立即撤离"
            case _:
                document["texts"] = {one: text.removeprefix(EXERCISE_PREFIX) for one, text in document["texts"].items()}


def _outcome(done: Any) -> str:
    return f"{type(done).__name__} {getattr(done, 'code', getattr(done, 'state', ''))}"


def _run(db: Database, statement: str, **values: Any) -> None:
    with db.transaction() as tx:
        tx.session.execute(text(statement), values)


def _one(db: Database, statement: str, **values: Any) -> Any:
    with db.read() as session:
        return session.execute(text(statement), values).scalar_one()
