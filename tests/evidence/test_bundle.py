"""An evidence bundle verifies on a machine that has only its verifier, and no falsification of it passes (G32)."""

from __future__ import annotations

import os
import random
import secrets
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from incident import anchoring, anchors
from incident.canonical import canonical_bytes
from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database
from incident.evidence.bundle import write_bundle
from incident.evidence.verifier import Bundle, NoBundle, canonical, faults_of, is_signed
from incident.log import incident_stream
from tests.evidence.tampering import TAMPERINGS, Members, members_of, packed, rewrite
from tests.incident.stories import act, declared, dispatched

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
TRIED = 10_000 if WHOLE else 66


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var", anchor_dir=str(tmp_path / "elsewhere"))


@pytest.fixture
def bundles(db: Database, clock: SteppedClock, settings: Settings, tmp_path: Path) -> tuple[bytes, bytes]:
    """Two incidents' bundles; the first has notes, and was anchored while it grew."""
    grown, other = declared(db), declared(db)
    for minute in range(2):
        [task] = dispatched(db, grown)
        act(db, grown, "comment", task_id=task, note_id=str(uuid.uuid4()), text=f"道路中断 {minute}")
        anchoring.anchor_log(db, settings)
        clock.step(60)
    dispatched(db, other)
    return _bundle(db, settings, grown, tmp_path), _bundle(db, settings, other, tmp_path)


def _bundle(db: Database, settings: Settings, incident: str, folder: Path) -> bytes:
    anchoring.anchor_log(db, settings)
    path = folder / f"{incident}.zip"
    with db.read() as session:
        write_bundle(
            session, path, stream=incident_stream(incident), at=db.real_now(session),
            anchored=anchoring.stored_anchors(settings.anchors()), key=anchors.read_key(anchoring.key_file(settings)),
        )  # fmt: skip
    return path.read_bytes()


@pytest.fixture
def key(settings: Settings, bundles: tuple[bytes, bytes]) -> bytes:
    public = anchoring.public_key(settings)
    assert public is not None
    return public.public_bytes_raw()


def found_in(members: Members, key: bytes) -> list[str]:
    """Faults of a bundle; the one that makes it no bundle at all counts as one."""
    try:
        return faults_of(Bundle(packed(members)), key)
    except (NoBundle, zipfile.BadZipFile) as error:
        return [str(error)]


def test_a_bundle_holds_every_event_text_and_anchor(bundles: tuple[bytes, bytes], key: bytes) -> None:
    members = members_of(bundles[0])

    assert found_in(members, key) == []
    assert len(members["events.jsonl"].splitlines()) >= 5
    assert len([name for name in members if name.startswith("anchors/")]) == 2
    assert "道路中断 1".encode() in {content for name, content in members.items() if name.startswith("texts/")}


def test_it_verifies_where_there_is_nothing_but_python(
    bundles: tuple[bytes, bytes], key: bytes, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    members = members_of(bundles[0])
    (alone / "verifier.py").write_bytes(members["verifier.py"])
    (alone / "bundle.zip").write_bytes(bundles[0])
    (alone / "known.pub").write_text(key.hex())

    told = _verify(alone, "bundle.zip", "--key", "known.pub")
    assert (told.returncode, told.stderr) == (0, "")
    assert "nothing is missing or changed" in told.stdout

    rewrite(random.Random(1), members, {})
    with zipfile.ZipFile(alone / "bundle.zip", "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    told = _verify(alone, "bundle.zip", "--key", "known.pub")
    assert told.returncode == 1
    assert "not signed by this key" in told.stdout

    (alone / "bundle.zip").write_bytes(b"nothing")
    assert _verify(alone, "bundle.zip").returncode == 2


def _verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As on a strange machine: no site packages, no environment, no folder of ours."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "verifier.py", *arguments],
        cwd=folder, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_tampering_is_found_with_its_place(bundles: tuple[bytes, bytes], key: bytes) -> None:
    """Goal G32: 10,000 in full."""
    seed = int(os.environ.get("TONGXIN_GATE_SEED") or secrets.randbelow(10**6))
    chance = random.Random(seed)
    whole, other = members_of(bundles[0]), members_of(bundles[1])
    for number in range(TRIED):
        members = dict(whole)
        did, place = TAMPERINGS[number % len(TAMPERINGS)](chance, members, other)
        faults = found_in(members, key)
        assert any(place in fault for fault in faults), f"seed {seed}: {did}: {faults}"


def test_whoever_trusts_the_key_in_the_bundle_is_deceived(bundles: tuple[bytes, bytes], key: bytes) -> None:
    """The control: without a key known from elsewhere a careful forger who drops all anchors passes."""
    members = {name: content for name, content in members_of(bundles[0]).items() if not name.startswith("anchors/")}
    rewrite(random.Random(1), members, {})
    assert found_in(members, bytes.fromhex(members["anchor.pub"].decode())) == []
    assert found_in(members, key) != []


def test_there_is_no_bundle_of_an_incident_that_nobody_declared(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    with db.read() as session, pytest.raises(LookupError):
        write_bundle(
            session, tmp_path / "none.zip", stream="incident:none", at=db.real_now(session), anchored=iter(()),
            key=Ed25519PrivateKey.generate(),
        )  # fmt: skip
    assert list(tmp_path.glob("*none*")) == []


@given(st.binary(max_size=80), st.integers(0, 63), st.integers(0, 7))
def test_the_verifier_believes_the_signatures_that_cryptography_makes_and_no_other(
    message: bytes, place: int, bit: int
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    bent = bytearray(signature)
    bent[place] ^= 1 << bit

    assert is_signed(public, message, signature)
    assert not is_signed(public, message, bytes(bent))
    assert not is_signed(public, message + b"x", signature)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_the_verifier_spells_what_the_log_may_hold_as_the_log_does(value: object) -> None:
    assert canonical(value) == canonical_bytes(value)
