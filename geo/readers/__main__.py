"""The child: `python -I -m geo.readers TASK REQUEST` with the file on standard input, the answer on standard output.

The answer is one JSON object: `{"footprint": …}` or `{"error": "one line"}`; `describe` adds what a CAP message or
a track says of itself. Anything else (a crash, a signal, no answer) is for the parent to call by its name.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any

from geo.readers import walls


def _read(request: dict[str, Any], *, describe: bool) -> dict[str, Any]:
    # Imported before the filter goes up: after it no file can be opened, modules included.
    from geo.errors import GeoError
    from geo.readers.drivers import leave_out_data_frames, skip_other_drivers
    from geo.readers.formats import FORMATS, GDAL_FAMILIES, of_family

    if request["family"] in GDAL_FAMILIES:
        try:
            leave_out_data_frames()
            skip_other_drivers()
        except GeoError as error:
            return {"error": str(error)}
    from geo.projection import geodesic_area_km2
    from geo.readers import Options, cap_signature
    from geo.readers.assemble import assemble
    from geo.readers.choosing import choose, opener_of
    from geo.readers.opened import warm_up as warm_up_codecs

    try:
        family = request["family"]
        named = request["format"]
        wanted = (FORMATS[named],) if named else of_family(family)
        readers = [(row, import_module(f"geo.readers.{row.module}")) for row in wanted]
        open_as = opener_of(family)
        if family in GDAL_FAMILIES:
            from geo.readers import gdal

            gdal.warm_up()
        warm_up_codecs()
        _warm_up(geodesic_area_km2)
        data = sys.stdin.buffer.read()  # bytes do nothing; they are parsed behind the filter
        if request["certificates"] and cap_signature.MARK in data:
            cap_signature.warm_up()
        walls.filter_calls(may_open=False)
        options = Options(part=request["part"], crs=request["crs"], certificates=tuple(request["certificates"]))
        row, reader, opened = choose(readers, open_as(data))
        if not describe:
            return {"footprint": assemble(reader.read(opened, options))}
        summary = reader.describe(opened, options) if hasattr(reader, "describe") else None
        try:
            return {
                "format": row.name,
                "summary": summary,
                "footprint": assemble(reader.read(opened, options)),
                "refusal": None,
            }
        except GeoError as error:
            return {"format": row.name, "summary": summary, "footprint": None, "refusal": str(error)}
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
    from geo.index.query import warm
    from geo.projection import project_shape
    from geo.shares import warm_up

    _warm_up(project_shape)
    warm_up()
    warm()  # compiled code is read from numba's cache, or written to it, which the filter would forbid
    request = json.load(sys.stdin.buffer)
    walls.filter_calls(may_open=True)
    try:
        return {"impact": answer_request(request)}
    except GeoError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "too large: the impact needs more memory than it is given"}


def _forecast() -> dict[str, Any]:
    from geo.errors import GeoError
    from geo.forecast_apart import answer_request
    from geo.projection import geodesic_area_km2

    _warm_up(geodesic_area_km2)
    request = json.load(sys.stdin.buffer)
    walls.filter_calls(may_open=True)
    try:
        return {"forecast": answer_request(request)}
    except GeoError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "too large: the forecast needs more memory than it is given"}


def _inside() -> dict[str, Any]:
    from geo import people_store, points_import  # noqa: F401  after the filter no module can be opened
    from geo.errors import GeoError
    from geo.index.query import warm
    from geo.inside_apart import answer_request
    from geo.projection import project_shape
    from geo.shares import warm_up

    _warm_up(project_shape)
    warm_up()
    warm()
    request = json.load(sys.stdin.buffer)
    walls.filter_calls(may_open=True)
    try:
        return {"inside": answer_request(request)}
    except GeoError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "too large: counting what is inside needs more memory than it is given"}


def _place() -> dict[str, Any]:
    from geo.errors import GeoError
    from geo.places import answer_request
    from geo.projection import geodesic_area_km2

    _warm_up(geodesic_area_km2)
    request = json.load(sys.stdin.buffer)
    walls.filter_calls(may_open=True)
    try:
        return {"footprint": answer_request(request)}
    except GeoError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "too large: placing it needs more memory than it is given"}


def _read_table(name: str, columns: dict[str, str]) -> dict[str, Any]:
    from geo.errors import GeoError
    from geo.readers import workbook

    module = import_module(f"geo.readers.{name}")
    data = sys.stdin.buffer.read()
    if workbook.is_one(data):
        workbook.warm_up()
    walls.filter_calls(may_open=False)
    try:
        return {name: module.read(data, columns=columns)}
    except GeoError as error:
        return {"error": str(error)}
    except RecursionError:
        return {"error": "nested too deep"}
    except MemoryError:
        return {"error": "too large: reading it needs more memory than a reader is given"}


def main() -> None:
    """Run one task, or try the walls with --walls."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a pool of threads would reserve the memory that is rationed
    task = sys.argv[1]
    if task == "sites":
        import_module("geo.readers.sites").run(json.loads(sys.argv[2]))  # answers in frames of its own
        return
    if task == "--walls":
        answer: dict[str, Any] = {"walls": walls.probe()}
    elif task == "boundaries":
        walls.limit_resources(walls.MAP_LIMITS)
        answer = _read_boundaries(sys.argv[2])
    elif task == "assess":
        walls.limit_resources(walls.IMPACT_LIMITS)
        answer = _assess()
    elif task == "forecast":
        walls.limit_resources(walls.IMPACT_LIMITS)
        answer = _forecast()
    elif task == "inside":
        walls.limit_resources(walls.IMPACT_LIMITS)
        answer = _inside()
    elif task == "place":
        walls.limit_resources(walls.IMPACT_LIMITS)
        answer = _place()
    elif task in ("population", "service_points", "eligibility", "plain_table"):
        walls.limit_resources(walls.FOOTPRINT_LIMITS)
        answer = _read_table(task, json.loads(sys.argv[2]))
    else:
        walls.limit_resources(walls.FOOTPRINT_LIMITS)
        answer = _read(json.loads(sys.argv[2]), describe=task == "describe")
    sys.stdout.buffer.write(json.dumps(answer, allow_nan=False).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
