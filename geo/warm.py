"""Compiles the kernels once on a machine, so that no request and no walled child has to.

`python -m geo.warm` does it; `warm_once` runs that apart and leaves a stamp, so that the next start asks nothing.
A walled child has little time of its own: on a slow machine compiling could use it up before any work was done.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from geo.cachefiles import digest_of_files, write_bytes

_SECONDS = 600


def warm_once(cache_dir: Path, *, say: Callable[[str], None] = lambda words: None) -> bool:
    """Have the kernels compiled unless they have been; whether anything was done.

    `say` is told before the wait. Where compiling fails nothing is stamped, and whoever needs a kernel compiles it.
    """
    stamp = cache_dir / f"kernels-{_digest()}"
    if stamp.exists():
        return False
    say("compiling the kernels of the impact engine, once on this machine")
    done = subprocess.run([sys.executable, "-m", "geo.warm"], check=False, timeout=_SECONDS)
    if done.returncode == 0:
        write_bytes(stamp, b"")
    return True


def _digest() -> str:
    folder = Path(__file__).resolve().parent
    sources = sorted([*(folder / "index").glob("*.py"), *folder.glob("shares*.py")])
    return digest_of_files(sources, salt=f"{sys.version}\0{sys.prefix}")


def main() -> None:
    """Compile or load every kernel."""
    from geo import shares
    from geo.index import query

    query.warm()
    shares.warm_up()


if __name__ == "__main__":
    main()
