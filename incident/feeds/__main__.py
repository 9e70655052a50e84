"""The child that takes a foreign document apart: `python -I -m incident.feeds KIND`, the document on standard input.

The same walls as around the readers of footprints: little memory and time, no file, no socket, no process.
"""

from __future__ import annotations

import json
import sys

from geo.errors import GeoError
from geo.readers import walls
from geo.readers.opened import warm_up
from incident.feeds.entries import entries_in


def main() -> None:
    """Answer with `{"entries": […]}` or `{"error": "one line"}`."""
    walls.limit_resources(walls.FOOTPRINT_LIMITS)
    warm_up()
    walls.filter_calls(may_open=False)
    try:
        answer: dict[str, object] = {"entries": entries_in(sys.stdin.buffer.read(), sys.argv[1])}
    except GeoError as error:
        answer = {"error": str(error)}
    except RecursionError:
        answer = {"error": "nested too deep"}
    except MemoryError:
        answer = {"error": "too large: reading it needs more memory than a reader is given"}
    sys.stdout.buffer.write(json.dumps(answer, allow_nan=False).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
