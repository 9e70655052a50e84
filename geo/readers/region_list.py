"""A list of whole regions as JSON: `{"type": "Regions", "regions": [{"region": "湖南", "value": 3}, …]}`.

What the page and `geo.footprint.chosen_regions` send. `title`, `source`, `kind`, `unit`, `valid_from` and `valid_to`
may stand at the top; `region` is a name, pinyin, initials or code that must mean one region.
"""

from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint
from geo.readers.chosen_regions import CRS_NOTE, MOST, bands_of_regions
from geo.readers.features import text_in
from geo.readers.strict_json import JsonDocument

TYPE = "Regions"


def recognises(document: JsonDocument) -> bool:
    """Say whether it says of itself that it is a list of regions."""
    return isinstance(document.value, dict) and document.value.get("type") == TYPE


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a list; FootprintError names the line and the region."""
    root: dict[str, Any] = document.value
    members = root.get("regions")
    if not isinstance(members, list) or not members:
        raise FootprintError(f"line {document.line_of(root)}: regions must be a list with at least one region")
    if len(members) > MOST:
        raise FootprintError(f"names {len(members):,} regions; at most {MOST:,} are placed")
    chosen = []
    for i, member in enumerate(members, start=1):
        if not isinstance(member, dict) or not isinstance(member.get("region"), str):
            raise FootprintError(f"line {document.line_of(root)}: region {i} is no object with a text named region")
        where = f"line {document.line_of(member)}: region {i}"
        chosen.append((where, member["region"].strip(), member.get("value"), member.get("unit", root.get("unit"))))
    return RawFootprint(
        kind=text_in(root, "kind") or "area",
        title=text_in(root, "title"),
        source=text_in(root, "source"),
        bands=bands_of_regions(chosen),
        valid_from=text_in(root, "valid_from"),
        valid_to=text_in(root, "valid_to"),
        crs_note=CRS_NOTE,
        basis="regions",
    )
