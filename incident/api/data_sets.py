"""Routes about the data that everything is counted with: what each number is, whose, how old, what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask import request

from geo.cachefiles import digest_of
from geo.region_search import Found
from incident.clock import as_text
from incident.web import LOGGED_IN, house, policy

blueprint = APIBlueprint("data_sets", __name__, url_prefix="/api/v1", tag="reference")


@blueprint.get("/data")
@policy(LOGGED_IN)
def data() -> Mapping[str, Any]:
    """Every data set in use; one that nobody brought has `count` null. `now` is real time, for ages."""
    with house().db.read() as session:
        now = as_text(house().db.real_now(session))
    return {"now": now, "items": [*(asdict(one) for one in house().data_sets), _playbooks()]}


@blueprint.get("/regions/search")
@policy(LOGGED_IN)
def search_regions() -> Mapping[str, Any]:
    """Regions by name, pinyin, initials, English or code, also those they had before, best first (`?q=`)."""
    return {"items": [_found(hit) for hit in house().regions.find(request.args.get("q", ""))]}


def _found(hit: Found) -> dict[str, Any]:
    province = house().regions.get(hit.region.province)
    return {
        "adcode": hit.region.adcode,
        "name": hit.region.name,
        "name_en": hit.region.name_en,
        "level": hit.region.level,
        "province": province.adcode,
        "province_name": province.name,
        "province_name_en": province.name_en,
        "matched": hit.matched,
        "how": hit.how,
    }


def _playbooks() -> dict[str, Any]:
    """The playbooks in use, which are data too: what it counts is plans for hazards."""
    books = house().playbooks
    return {
        "kind": "playbooks",
        "label": "Playbooks in use",
        "label_zh": "在用的预案",
        "owner": " / ".join(
            separator.join(dict.fromkeys(getattr(books[slug].owner, spoken) for slug in sorted(books)))
            for spoken, separator in (("zh", "；"), ("en", "; "))
        ),
        "as_of": "",
        "imported_at": "",
        "digest": digest_of(books[slug].digest.encode() for slug in sorted(books)),
        "count": len(books),
        "synthetic": False,
        "lacks": [],
    }
