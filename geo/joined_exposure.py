"""An exposure put together from others, on disk under the digest of its parts, so that it is made once.

What did not change is linked, not copied: sites by the million lie on disk once.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from geo.cachefiles import digest_of, ensure_folder
from geo.errors import ExposureError
from geo.exposure import Exposure
from geo.exposure_store import load_exposure, save_exposure

_FORMAT = "joined-exposure/1"
#: How the files begin that may differ from those of the base; the rest is about sites and subscribers.
_OWN = ("manifest.json", "people.", "halls_", "key_customers_")


def joined_on_disk(base: Exposure, joined: Exposure, *, parts: Sequence[str], cache_dir: Path) -> Exposure:
    """Return `joined`, which differs from `base` in people, halls or key customers, kept in `cache_dir`.

    `parts` say what went into it. ExposureError when the base is not on disk.
    """
    if base.folder is None:
        raise ExposureError("this exposure is not on disk; save it first")
    source = base.folder
    digest = digest_of(part.encode() for part in (_FORMAT, source.name, *parts))

    def fill(folder: Path) -> None:
        save_exposure(joined, folder)
        for path in source.iterdir():
            if path.is_file() and not path.name.startswith(_OWN):
                (folder / path.name).unlink(missing_ok=True)
                _link(path, folder / path.name)

    return load_exposure(ensure_folder(cache_dir / f"exposure-{digest}", fill=fill))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)
