"""Which data sets an installation works with: one folder by kind, chosen by a file beside them.

A data set is a folder named by the digest of what is in it, written whole and never changed. The choice is one
small file, replaced in one step: a reader sees the old data set or the new one, never half of either.
"""

from pathlib import Path

from geo.cachefiles import write_bytes
from geo.errors import ExposureError

#: Kinds of data sets that are kept beside the exposure.
PEOPLE = "people"
POINT_KINDS = ("hall", "key_customer", "hospital", "shelter")


def folder_of(data_dir: Path, kind: str, digest: str) -> Path:
    """Return where a data set of a kind lies, whether or not it is there."""
    return data_dir / f"{kind}-{digest}"


def use(data_dir: Path, kind: str, folder: Path) -> None:
    """Work with the data set in `folder` (below `data_dir`) from the next start on."""
    write_bytes(data_dir / f"{kind}-in-use", f"{folder.relative_to(data_dir)}\n".encode())


def in_use(data_dir: Path, kind: str) -> Path | None:
    """Return the folder of the data set in use, none when nothing was chosen; ExposureError when it has gone."""
    choice = data_dir / f"{kind}-in-use"
    if not choice.exists():
        return None
    folder = data_dir / choice.read_text("utf-8").strip()
    if not (folder / "manifest.json").is_file():
        raise ExposureError(f"{folder}: the {kind} in use are not there; import them again or delete {choice.name}")
    return folder
