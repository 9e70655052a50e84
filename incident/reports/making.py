"""Makes one report as a file: reads the facts at one moment, builds, writes; or writes the evidence bundle.

Used by the process that works off what was asked for (incident.reporting) and by the command line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import anchoring, anchors
from incident.commands.reports import File
from incident.events.base import NATION
from incident.evidence.bundle import write_bundle
from incident.house import House
from incident.log import incident_stream
from incident.models import Incident
from incident.queries.events import room_head
from incident.queries.report_facts import activity_of, facts_of
from incident.queries.reports import last_numbers
from incident.reports.building import Ground, build, summary_of
from incident.reports.model import Report
from incident.reports.shapes import hit_counties, outline_of
from incident.reports.wording import Language
from incident.rules.reports import LANGUAGES, ending_of

#: Called with how much is done, and how much there is.
Progress = Callable[[int, int], None]
#: Steps of a document: facts, sections, file.
_STEPS = 3


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be made."""

    incident_id: str
    kind: str
    form: str
    language: Language
    province: str | None = None
    base_url: str = ""
    #: The report's own id, which is not held against itself; empty: it is in no register.
    report_id: str = ""


def make_file(house: House, wanted: Wanted, path: Path, *, progress: Progress = lambda _done, _whole: None) -> File:
    """Make it and leave it at `path`, as a whole or not at all. LookupError for an incident without events."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if wanted.form == "bundle":
        return _bundle(house, wanted, path, progress)
    if wanted.form == "parquet":
        return _open_data(house, wanted, path, progress)
    from incident.reports.formats import WRITERS  # here: only who makes a file needs what sets and writes it

    grounds = _grounds(house, wanted)
    progress(1, _STEPS)
    report = build(wanted.kind, grounds[wanted.language])
    progress(2, _STEPS)
    content = WRITERS[wanted.form](report)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
    progress(_STEPS, _STEPS)
    return File(
        position=report.position,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        numbers=report.numbers,
        summaries={language: _summary(wanted.kind, grounds[language]) for language in LANGUAGES},
    )


def make_report(house: House, wanted: Wanted) -> Report:
    """The report itself, of which every format is made. NotFound for an unknown incident."""
    return build(wanted.kind, _grounds(house, wanted)[wanted.language])


def _summary(kind: str, ground: Ground) -> tuple[str, str]:
    """Subject and body of a mail."""
    report = build(kind, replace(ground, outline=None, shapes=()))
    return f"{report.name} {report.title}", summary_of(report)


def _grounds(house: House, wanted: Wanted) -> Mapping[str, Ground]:
    """What it is built from, in both languages, read in one transaction."""
    regions = house.regions
    with house.db.read() as session:
        facts = facts_of(
            session, incident_id=wanted.incident_id, regions=regions, now=house.db.world_now(session),
            province=wanted.province,
        )  # fmt: skip
        before, before_at = _before(session, wanted)
        needs_log = wanted.kind == "ics214"
        activity = activity_of(session, incident_id=wanted.incident_id, regions=regions) if needs_log else {}
    basemap = house.settings.var_dir / "basemap"
    shapes = tuple(hit_counties(basemap, facts["impact"]["counties"]))
    return {
        language: Ground(
            facts=facts, language=cast("Language", language), place=_naming(regions, language),
            world=cast("Any", house.world_kind), exposure=_exposure(house, facts["exposure"], language),
            base_url=wanted.base_url, outline=outline_of(basemap), shapes=shapes, before=before, before_at=before_at,
            activity=activity,
        )
        for language in LANGUAGES
    }  # fmt: skip


def _before(session: Session, wanted: Wanted) -> tuple[dict[str, int], str | None]:
    if wanted.kind not in ("situation", "ics209"):
        return {}, None
    return last_numbers(
        session, incident_id=wanted.incident_id, kind=wanted.kind, province=wanted.province, before=wanted.report_id
    )


def _naming(regions: Regions, language: str) -> Callable[[str], str]:
    def name(adcode: str) -> str:
        if adcode not in regions:
            return adcode
        known = regions.get(adcode)
        return known.name if language == "zh" else known.name_en

    return name


def _exposure(house: House, label: str, language: str) -> str:
    """Whose numbers of customers these are, as the footprint's event has it; in Chinese while they are still in use."""
    if not label:
        return ""
    if language == "zh":
        return house.exposure.label_zh if house.exposure.label == label else label
    return label


def _bundle(house: House, wanted: Wanted, path: Path, progress: Progress) -> File:
    settings = house.settings
    anchoring.anchor_log(house.db, settings)
    with house.db.read() as session:
        written = write_bundle(
            session, path, stream=incident_stream(wanted.incident_id), at=house.db.real_now(session),
            anchored=anchoring.stored_anchors(settings.anchors()), key=anchors.read_key(anchoring.key_file(settings)),
            progress=progress,
        )  # fmt: skip
    return File(
        position=written.events, sha256=written.sha256, size=path.stat().st_size, numbers=None, summaries={}
    )  # fmt: skip


def _open_data(house: House, wanted: Wanted, path: Path, progress: Progress) -> File:
    from incident.reports.parquet import write_open_data  # here: only who makes a file needs what writes it

    with house.db.read() as session:
        incident_row = session.get(Incident, wanted.incident_id)
        if incident_row is None:
            raise LookupError(wanted.incident_id)
        position = room_head(session, incident_id=wanted.incident_id, room=NATION)
        write_open_data(
            session, path, incident_id=wanted.incident_id, position=position, world=house.world_kind, progress=progress
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    progress(1, 1)
    return File(position=position, sha256=digest, size=path.stat().st_size, numbers=None, summaries={})


def file_of(house: House, report_id: str, form: str) -> Path:
    """Where a made report lies."""
    return house.settings.reports() / f"{report_id}.{ending_of(form)}"
