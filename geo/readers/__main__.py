"""The child: `python -I -m geo.readers FORMAT` with the file on standard input, the answer on standard output.

The answer is one JSON object: `{"footprint": …}` or `{"error": "one line"}`. Anything else (a crash, a signal,
no answer) is for the parent to call by its name.
"""

import json
import os
import sys
from typing import Any

from geo.readers import walls


def _read(fmt: str) -> dict[str, Any]:
    # Imported before the filter goes up: after it no file can be opened, modules included.
    from geo.errors import GeoError
    from geo.projection import geodesic_area_km2
    from geo.readers import geojson, shakemap_grid
    from geo.readers.assemble import assemble

    parse = {"geojson": geojson.parse, "shakemap_grid": shakemap_grid.parse}[fmt]
    _warm_up(geodesic_area_km2)
    walls.filter_calls(may_open=False)
    try:
        return {"footprint": assemble(parse(sys.stdin.buffer.read()))}
    except GeoError as error:
        return {"error": str(error)}
    except RecursionError:
        return {"error": "nested too deep"}
    except MemoryError:
        return {"error": "too large: reading it needs more than 1 GiB of memory"}


def _warm_up(area: Any) -> None:
    import shapely

    area(shapely.make_valid(shapely.box(0, 0, 1, 1)))


def _read_boundaries(path: str) -> dict[str, Any]:
    from pathlib import Path

    from geo.errors import GeoError
    from geo.readers import boundaries

    try:
        boundaries.skip_other_drivers()
        walls.filter_calls(may_open=True)
        return {"boundaries": boundaries.read(Path(path))}
    except GeoError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "too large: reading it needs more memory than a reader is given"}


def _assess() -> dict[str, Any]:
    from geo.errors import GeoError
    from geo.impact_apart import answer_request
    from geo.projection import project_shape

    _warm_up(project_shape)
    request = json.load(sys.stdin.buffer)
    walls.filter_calls(may_open=True)
    try:
        return {"impact": answer_request(request)}
    except GeoError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "too large: the impact needs more memory than it is given"}


def main() -> None:
    """Run one reader, or try the walls with --walls."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a pool of threads would reserve the memory that is rationed
    if sys.argv[1:] == ["--walls"]:
        answer: dict[str, Any] = {"walls": walls.probe()}
    elif sys.argv[1] == "boundaries":
        walls.limit_resources(walls.MAP_LIMITS)
        answer = _read_boundaries(sys.argv[2])
    elif sys.argv[1] == "assess":
        walls.limit_resources(walls.IMPACT_LIMITS)
        answer = _assess()
    else:
        walls.limit_resources(walls.FOOTPRINT_LIMITS)
        answer = _read(sys.argv[1])
    sys.stdout.buffer.write(json.dumps(answer, allow_nan=False).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
