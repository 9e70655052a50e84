"""Settings of one process, read once at the edge from the environment (`TONGXIN_…`) and passed inward.

A secret may be given as `TONGXIN_SECRET_KEY_FILE=/path`, so that it need not stand in the environment.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs between one installation and the next."""

    model_config = SettingsConfigDict(env_prefix="TONGXIN_", extra="ignore")

    #: Where data, caches, logs and locks of this installation live.
    var_dir: Path = Path("var")
    #: SQLAlchemy URL; empty means SQLite in `var_dir`.
    database_url: str = ""
    #: `redis://…` where RQ and the doorbell live; empty means the in-process drainer and a one-second poll.
    redis_url: str = ""
    #: Webhook secrets are derived from it, so it must be set (and kept) where feeds call; the demo and tests draw one.
    secret_key: str = ""
    #: Exact origins that may open a socket or send an unsafe request, comma separated; empty: own host only.
    origins: str = ""
    #: Where the provincial billing system answers (TM Forum shapes).
    billing_url: str = ""
    #: Where the public-message gateway answers.
    broadcast_url: str = ""
    #: Where the cell-broadcast centre takes CAP messages; empty: cell broadcasts go to the gateway.
    cell_broadcast_url: str = ""
    #: host:port of the mail server for staff notices; empty: notices wait in the outbox and `doctor` says so.
    smtp: str = ""
    mail_from: str = "tongxin@localhost"
    #: Minutes within which an acknowledged task must be begun, or it is open again, by response level: I=15,II=30.
    #: A level that is left out never gives tasks back; each task's clock can be changed.
    start_minutes: str = ""
    #: Where people reach this installation, such as https://tongxin.example; notices link there. Empty: no links.
    public_url: str = ""
    #: Settings of channels and connectors by name, as one JSON object (docs/channels.md, docs/paging.md); it is laid
    #: over the addresses above. Give it as `TONGXIN_ENDPOINTS_FILE`, since it holds credentials in a live world.
    endpoints: str = ""
    #: What may be asked for hazard news: hosts (https) or origins such as http://10.1.2.3:8080, comma separated.
    feed_hosts: str = "earthquake.usgs.gov,www.gdacs.org"
    #: Networks (CIDR, comma separated) of those hosts that are no global addresses; empty: none may be reached.
    feed_networks: str = ""
    #: Who may be told of trouble tickets (TMF621 hub): hosts (https) or origins, comma separated; empty: nobody.
    ticket_hosts: str = ""
    #: Networks (CIDR, comma separated) of those hosts that are no global addresses.
    ticket_networks: str = ""
    #: Folder of certificates whose signatures on CAP messages are trusted; empty: `var_dir`/cap-certificates.
    cap_certificates: str = ""
    #: Who CAP messages of this house are from: no space, comma, < or &.
    cap_sender: str = "tongxin@localhost"
    #: The operator's name as the public knows it, in CAP messages.
    cap_sender_name: str = "Tongxin 同心"
    #: Files (PEM) of the key and certificate that sign CAP messages; empty: they leave unsigned.
    cap_key: str = ""
    cap_certificate: str = ""
    #: Directory of signed anchors of the log heads; empty: `var_dir`/anchors.
    anchor_dir: str = ""
    #: Directory of reports that were made, for as long as they can be fetched; empty: `var_dir`/reports. Several
    #: machines need one that they share.
    report_dir: str = ""
    #: Directory of sealed logs of closed incidents; empty: `var_dir`/archive.
    archive_dir: str = ""
    #: Days for which kinds of data are kept, where others than the list's (docs/record.md): files=730,answers=never.
    retention: str = ""
    #: Where a real operator's or the census's data lie, for tests and imports.
    real_data: str = ""
    #: Built JavaScript, style sheets and base map.
    static_dist: Path = Path(__file__).resolve().parent.parent / "static" / "dist"
    #: Money above which a measure needs two approvers, in fen (DESIGN.md §3.8).
    class_b_cap_fen: int = Field(default=500_000_000, ge=0)
    #: Parts of messages a second that the gateways take on the normal path, for reckoning how long they need.
    message_rate_per_s: int = Field(default=400, ge=1)
    #: Calls to the hotline in each hour after a message, per 100,000 customers who got it; an assumption.
    hotline_calls: str = "260,180,120,80,60,40,30,20"
    hotline_seats: int = Field(default=100, ge=1)
    #: Mean seconds of a talk with what is written up after it.
    hotline_talk_s: int = Field(default=180, ge=1)
    #: The hotline's promise: so many percent of calls answered within so many seconds.
    hotline_answer_s: int = Field(default=20, ge=0)
    hotline_answer_percent: int = Field(default=80, ge=1, le=99)

    @field_validator("cap_sender")
    @classmethod
    def _is_a_sender(cls, value: str) -> str:
        if not re.fullmatch(r"[^\s,<&]{1,200}", value):
            raise ValueError("TONGXIN_CAP_SENDER must hold no space, comma, < or &, as CAP demands")
        return value

    @field_validator("cap_sender_name")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        if not value.strip() or not value.isprintable():
            raise ValueError("TONGXIN_CAP_SENDER_NAME must be a name in one line")
        return value

    @field_validator("start_minutes")
    @classmethod
    def _is_by_level(cls, value: str) -> str:
        _by_level(value)
        return value

    @field_validator("hotline_calls")
    @classmethod
    def _are_calls_by_hour(cls, value: str) -> str:
        hours = value.split(",")
        if not 1 <= len(hours) <= 48 or any(not (h.strip().isdecimal() and int(h) <= 100_000) for h in hours):
            raise ValueError(f"TONGXIN_HOTLINE_CALLS must be calls by hour per 100,000, like 260,180, not {value!r}")
        return value

    def url(self) -> str:
        """The database URL, with the default filled in."""
        return self.database_url or f"sqlite:///{(self.var_dir / 'tongxin.db').absolute()}"

    def anchors(self) -> Path:
        return Path(self.anchor_dir) if self.anchor_dir else self.var_dir / "anchors"

    def reports(self) -> Path:
        return Path(self.report_dir) if self.report_dir else self.var_dir / "reports"

    def archive(self) -> Path:
        return Path(self.archive_dir) if self.archive_dir else self.var_dir / "archive"

    def cap_certificate_dir(self) -> Path:
        return Path(self.cap_certificates) if self.cap_certificates else self.var_dir / "cap-certificates"

    def start_within(self) -> dict[str, int]:
        """`start_minutes` by response level."""
        return _by_level(self.start_minutes)

    def contact_key(self) -> bytes:
        """The key that seals people's addresses: from `secret_key`, else one drawn once into `var_dir`.

        Several machines need the same `secret_key`, or they cannot read one another's addresses.
        """
        if len(self.secret_key) >= 16:
            return self.secret_key.encode()
        path = self.var_dir / "contact.key"
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = path.with_name(f".contact.key.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            drawn.write_bytes(secrets.token_bytes(32))
            drawn.chmod(0o600)
            with suppress(FileExistsError):  # another process was first: its key counts
                os.link(drawn, path)
            drawn.unlink()
        return path.read_bytes()

    def past_dir(self) -> Path:
        """Where the pasts of incidents are kept that somebody has looked back on; may be deleted at any time."""
        return self.var_dir / "past"

    def cache_dir(self) -> Path:
        return self.var_dir / "cache"

    def data_dir(self) -> Path:
        """Where the data sets lie that the operator brought."""
        return self.var_dir / "data"


def read_settings() -> Settings:
    """Settings from the environment, secrets from `…_FILE` where that is given."""
    given = {
        name.removeprefix("TONGXIN_").removesuffix("_FILE").lower(): Path(path).read_text("utf-8").strip()
        for name, path in os.environ.items()
        if name.startswith("TONGXIN_") and name.endswith("_FILE")
    }
    return Settings(**given)  # type: ignore[arg-type]  # pydantic parses the texts


def _by_level(text: str) -> dict[str, int]:
    """`I=15,II=30` as a dict; ValueError names what does not fit."""
    found: dict[str, int] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        level, _, minutes = entry.partition("=")
        if level not in ("I", "II", "III", "IV") or not minutes.isdecimal() or not 1 <= int(minutes) <= 86_400:
            raise ValueError(f"TONGXIN_START_MINUTES must be like I=15,II=30, not {entry!r}")
        found[level] = int(minutes)
    return found
