"""`python -m incident.past INCIDENT…`: bring the pasts of incidents up to date, at low priority, and end."""

from __future__ import annotations

import os
import sys

from incident.config import read_settings
from incident.db import Database, open_engine
from incident.past.pasts import Pasts

_NICENESS = 10


def main(incidents: list[str]) -> None:
    """Derive the pasts of `incidents` one after another."""
    os.nice(_NICENESS)
    settings = read_settings()
    db, pasts = Database(open_engine(settings.url())), Pasts(settings.past_dir())
    for incident_id in incidents:
        with db.read() as session:
            pasts.derive_here(session, incident_id)


if __name__ == "__main__":
    main(sys.argv[1:])
