"""Make this checkout ready to run: environment, packages, front end, base map. Needs only Python's own library.

Each step is skipped while the hash of its inputs is the one it last finished with, so a second run takes
a moment and needs no network. Two runs at once wait for each other. Ends with 2 and one plain line when a step
cannot be done.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
VENV = REPO / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".tongxin-packages"
WARM = "import sys, pathlib, geo.warm; geo.warm.warm_once(pathlib.Path(sys.argv[1]))"
MAKE_UP = (
    "import sys, pathlib, geo.regions, geo.exposure_store; cache = pathlib.Path(sys.argv[1]); "
    "geo.exposure_store.synthetic_exposure(geo.regions.load_regions(cache), cache_dir=cache)"
)
LEAST_PYTHON = (3, 11)


class CannotGoOn(Exception):
    """A step failed, or something is missing that this script may not install."""


def run(*command: object) -> None:
    """Run a command in the checkout; its own words stay on the screen."""
    told = [str(part) for part in command]
    code = subprocess.run(told, cwd=REPO, check=False, stdin=subprocess.DEVNULL).returncode
    if code != 0:
        raise CannotGoOn(f"`{' '.join(told)}` ended with {code}; its words are above")


def step(words: str, do: Callable[[], None]) -> None:
    """Do a step and say how long it took."""
    begun = time.monotonic()
    sys.stdout.write(f"set-up: {words} …\n")
    sys.stdout.flush()
    do()
    sys.stdout.write(f"set-up: {words}: {time.monotonic() - begun:.1f} s\n")


def check_python() -> None:
    """Refuse an old Python, and one whose venv module Debian has put into a package of its own."""
    if sys.version_info < LEAST_PYTHON:
        raise CannotGoOn(
            f"Python {LEAST_PYTHON[0]}.{LEAST_PYTHON[1]} or newer is needed, this is {sys.version.split()[0]}; "
            "install one and run `make setup PYTHON=python3.x`"
        )
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        raise CannotGoOn("Python's venv module is missing: install it (Debian, Ubuntu: apt-get install python3-venv)")


def make_environment() -> None:
    """Create .venv and put uv into it."""
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", VENV)
    if not (VENV / "bin" / "uv").exists():
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")


def install_packages() -> None:
    """Bring .venv to exactly what requirements.lock names, by hash, and this checkout on top."""
    uv = VENV / "bin" / "uv"
    if "SSL_CERT_FILE" not in os.environ:  # behind a company's proxy only the machine's own store knows its issuer
        os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, "requirements.lock")
    run(uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--python", PYTHON, "-e", ".")


def packages_digest() -> str:
    """Hash of everything the packages depend on, the checkout's place included (an editable install names it)."""
    total = hashlib.sha256(f"{REPO}\0{sys.version}".encode())
    for name in ("requirements.lock", "pyproject.toml"):
        total.update((REPO / name).read_bytes())
    return total.hexdigest()


def make_base_map(packages: str) -> None:
    """Have the boundaries read and the base map drawn, unless both were made by the same packages and code."""
    var = Path(os.environ.get("TONGXIN_VAR_DIR") or REPO / "var")
    total = hashlib.sha256(packages.encode())
    for source in sorted((REPO / "geo").rglob("*.py")):
        total.update(source.read_bytes())
    stamp = var / "basemap" / ".tongxin-made"
    if stamp.is_file() and stamp.read_text() == total.hexdigest():
        return
    step("kernels of the impact engine", lambda: run(PYTHON, "-c", WARM, var / "cache"))
    step("boundaries and base map", lambda: run(VENV / "bin" / "tongxin", "geo", "basemap"))
    step("synthetic exposure", lambda: run(PYTHON, "-c", MAKE_UP, var / "cache"))
    stamp.write_text(total.hexdigest())


def set_up() -> None:
    """All steps in order."""
    check_python()
    digest = packages_digest()
    if not (PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == digest):
        step("Python environment", make_environment)
        step("locked packages", install_packages)
        STAMP.write_text(digest)
    run(PYTHON, "scripts/frontend.py", "build")
    make_base_map(digest)


def main() -> int:
    """Run under a lock, so that two makes in one checkout do not trip over each other."""
    (REPO / "var").mkdir(exist_ok=True)
    with (REPO / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            set_up()
        except CannotGoOn as reason:
            sys.stderr.write(f"scripts/setup.py: {reason}\n")
            return 2
        except KeyboardInterrupt:
            return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
