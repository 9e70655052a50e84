"""The folder at the end of an SFTP session: the server's key is pinned, and a cut line leaves doubt, never a double."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest

from notifications.connectors.billing_file import ExerciseBillingFile
from notifications.delivery import Refused, Sent, Unknown
from notifications.outbound import AddressRule
from notifications.registry import build
from notifications.sftp import SftpFolder, SftpSettings
from notifications.simulators.billing import Billing
from notifications.simulators.faults import Faults
from tests.notifications.folder_province import KEY, books, files, send
from tests.notifications.sftp_double import SftpDouble


@pytest.fixture
def sftp(province: Billing, drop: Path) -> Iterator[SftpDouble]:
    double = SftpDouble(drop)
    yield double
    double.close()


def over_sftp(double: SftpDouble, **changes: Any) -> SftpFolder:
    settings = SftpSettings.model_validate(double.settings(**changes))
    return SftpFolder(settings, AddressRule("live", networks=settings.networks))


def far(double: SftpDouble, drop: Path, **changes: Any) -> ExerciseBillingFile:
    """The connector with the folder at the end of an SFTP session."""
    near = build("billing_file", {"folder": str(drop)}, world="exercise")
    assert isinstance(near, ExerciseBillingFile)
    return ExerciseBillingFile(near.settings, world="exercise", folder=over_sftp(double, **changes))  # type: ignore[arg-type]


def test_an_instruction_goes_and_comes_back_over_sftp_in_one_session(
    province: Billing, drop: Path, sftp: SftpDouble
) -> None:
    province.faults = Faults(settle_ms=0, fail_ppm=50_000)
    billing = far(sftp, drop)

    sent, under_way = send(billing), billing.query(KEY)
    assert province.drop is not None
    province.drop.work()
    settled = billing.query(KEY)
    billing.close()

    assert isinstance(sent, Sent)
    assert (under_way.state, settled.state, len(settled.exceptions)) == ("accepted", "settled", 50)
    assert sftp.sessions == 1


def test_a_server_with_another_key_is_told_nothing(drop: Path, sftp: SftpDouble, tmp_path: Path) -> None:
    other = SftpDouble(tmp_path)
    billing = far(sftp, drop, host_key=other.host_key)

    outcome = send(billing)
    billing.close()
    other.close()

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == ("unreachable", True)
    assert "host key" in outcome.message.lower()
    assert sftp.tried == []
    assert files(drop / "out") == []


def test_a_wrong_password_or_network_hands_nothing_over_and_a_key_signs_in(
    drop: Path, sftp: SftpDouble, tmp_path: Path
) -> None:
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(tmp_path / "id"), password="open sesame")
    sftp.known_key = key
    by_key: dict[str, Any] = {
        "password": "",
        "private_key_file": str(tmp_path / "id"),
        "private_key_password": "open sesame",
    }

    outcomes = []
    tries: tuple[dict[str, Any], ...] = ({"password": "wrong-canary"}, {"networks": []}, by_key)
    for number, changes in enumerate(tries):
        billing = far(sftp, drop, **changes)
        outcomes.append(send(billing, key=f"k{number}:1:510131:gotone"))
        billing.close()

    assert [type(outcome) for outcome in outcomes] == [Refused, Refused, Sent]
    assert "canary" not in str(outcomes)
    with pytest.raises(ValueError, match="private_key_password is not right"):
        SftpSettings.model_validate(sftp.settings(**{**by_key, "private_key_password": "wrong"}))


@pytest.mark.parametrize(("when", "known", "customers"), [("before", "not_found", 0), ("after", "settled", 1000)])
def test_a_line_cut_while_the_manifest_gets_its_name_is_unknown_until_the_province_says(
    province: Billing, drop: Path, sftp: SftpDouble, when: str, known: str, customers: int
) -> None:
    billing = far(sftp, drop)
    sftp.cut_at_rename = when

    doubtful = send(billing)
    sftp.cut_at_rename = ""
    asked = billing.query(KEY, fence=2)
    assert province.drop is not None
    province.drop.work()
    told = billing.query(KEY, fence=2)
    billing.close()

    assert isinstance(doubtful, Unknown)
    assert (asked.state, told.state) == ("unknown", known)
    assert books(province)["totals"]["submitted"]["customers"] == customers
