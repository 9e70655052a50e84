"""A plan as bytes, and one that every process must make alike; imports little, so that another process starts soon."""

import hashlib

import rfc8785

from playbooks.planning.plan import Plan, snapshot
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.source.playbook import library_text, load
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, WUHOU, region, situation


def told_here() -> str:
    """The digest of one plan, as this process makes it."""
    book = load(library_text("earthquake"), filename="earthquake.yaml")
    told = situation(*(region(county, value=9) for county in (WUHOU, NINGQIANG, WENCHUAN, DUJIANGYAN)))
    return hashlib.sha256(in_bytes(plan(book, told))).hexdigest()


def in_bytes(planned: Plan) -> bytes:
    """A whole plan: items, what is left out, triggers, and every sentence."""
    told = [one.reasons for group in (planned.items, planned.omitted, planned.triggers) for one in group]
    return rfc8785.dumps(
        {
            "digest": planned.digest,
            "items": [snapshot(item) for item in planned.items],
            "omitted": [one.item_id for one in planned.omitted],
            "triggers": [[state.id, state.holds] for state in planned.triggers],
            "reasons": [[say(reason, "zh") for reason in reasons] for reasons in (*told, planned.notes)],
        }
    )
