"""`python -m bench [--part A]`: every part, or one; D is D1, D2 and D3.

A part is a module with `run(arguments) -> Iterator[Row]`.
"""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

from bench.table import print_rows

#: Part → module; a part that is not there is left out.
PARTS = {
    "A": "bench.part_a_impact",
    "A-live": "bench.part_a_drawing",
    "B": "bench.part_b_shares",
    "C": "bench.part_c_fanout",
    "D1": "bench.part_d_writes",
    "D2": "bench.acknowledging",
    "D3": "bench.queueing",
    "E": "bench.part_e_plans",
    "F": "bench.part_f_past",
}


def main() -> int:
    """Run the parts; 1 when a goal was missed or an answer differed."""
    there = {part: module for part, module in PARTS.items() if find_spec(module) is not None}
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    names = sorted({*there, *(part.rstrip("0123456789") for part in there)})
    parser.add_argument("--part", choices=names, help="one part; left out: all")
    parser.add_argument("--n", type=lambda text: int(float(text)), action="append", help="sites, may be given again")
    parser.add_argument("--repeats", type=int, default=5, help="runs of the product and of quick peers")
    parser.add_argument("--only", action="append", help="a subject, may be given again; left out: all")
    parser.add_argument("--postgis", help="URL of a PostgreSQL with PostGIS that may be written to")
    parser.add_argument("--data", help="folder of imported data sets (var/data of a house) that A-live serves")
    arguments = parser.parse_args()
    wanted = [part for part in sorted(there) if arguments.part in (None, part, part.rstrip("0123456789"))]
    rows = [row for part in wanted for row in import_module(there[part]).run(arguments)]
    print_rows(rows)
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
