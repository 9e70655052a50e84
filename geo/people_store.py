"""Keeps people on disk: the rows as they came, and a manifest with owner, age and the report.

Counts by leaf are placed anew at every load. That takes a tenth of a second and follows the boundaries: people
imported before a new map are on the new map after it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.cachefiles import digest_of, ensure_folder, write_json
from geo.data_in_use import PEOPLE, folder_of, in_use, use
from geo.errors import ExposureError
from geo.exposure import Exposure
from geo.joined_exposure import joined_on_disk
from geo.people import People, PopulationRow, apply_people
from geo.people_placing import place_people
from geo.regions import Regions

_FORMAT = "people/1"
_HEAD = ("label", "label_zh", "owner", "as_of", "imported_at", "source_file", "source_digest")


def keep_people(
    data_dir: Path, head: Mapping[str, str], rows: list[PopulationRow], measures: list[str], *, notes: list[str]
) -> Path:
    """Write rows and manifest into a folder named by their digest, take them into use, and return the folder."""
    kept = [[row.line, row.adcode, row.name, *(row.counts[m] for m in measures)] for row in rows]
    document = {"format": _FORMAT, **{f: head[f] for f in _HEAD}, "notes": notes, "measures": measures, "rows": kept}
    digest = digest_of([json.dumps({**document, "imported_at": ""}, ensure_ascii=False).encode()])
    folder = ensure_folder(
        folder_of(data_dir, PEOPLE, digest), fill=lambda draft: write_json(draft / "manifest.json", document)
    )
    use(data_dir, PEOPLE, folder)
    return folder


def load_people(folder: Path, regions: Regions) -> People:
    """Return the people kept in a folder, placed on the leaves of these regions."""
    kept = _read(folder)
    try:
        measures = [str(measure) for measure in kept["measures"]]
        rows = [
            PopulationRow(line=line, adcode=code, name=name, counts=dict(zip(measures, counts, strict=True)))
            for line, code, name, *counts in kept["rows"]
        ]
        adcodes, counts, report = place_people(
            rows, regions, measures=measures, as_of=kept["as_of"], notes=kept["notes"]
        )
        return People(
            **{f: kept[f] for f in _HEAD}, regions_version=regions.version, adcodes=adcodes, counts=counts,
            report=report, folder=folder,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise ExposureError(f"{folder}: no usable people ({error}); import them again") from error


def people_in_use(data_dir: Path, regions: Regions) -> People | None:
    """Return the people that this installation works with, none when none were imported."""
    folder = in_use(data_dir, PEOPLE)
    return None if folder is None else load_people(folder, regions)


def with_people(exposure: Exposure, people: People, cache_dir: Path) -> Exposure:
    """Return the exposure with these people, on disk: its other arrays are linked, not copied.

    The exposure must lie on disk itself. The result is named by both, so it is made once.
    """
    if people.folder is None:
        raise ExposureError("these people are not on disk; save them first")
    parts = (people.folder.name, people.regions_version)
    return joined_on_disk(exposure, apply_people(exposure, people), parts=parts, cache_dir=cache_dir)


def _read(folder: Path) -> dict[str, Any]:
    try:
        kept = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if kept["format"] != _FORMAT:
            raise ExposureError(f"{folder}: made by another version; import the people again")
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise ExposureError(f"{folder}: no usable people ({error}); import them again") from error
    return dict(kept)


def with_people_in_use(exposure: Exposure, regions: Regions, *, data_dir: Path, cache_dir: Path) -> Exposure:
    """Return the exposure with the people that were imported, or as it is when none were."""
    people = people_in_use(data_dir, regions)
    return exposure if people is None else with_people(exposure, people, cache_dir)
