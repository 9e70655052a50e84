"""The upload dialog offers what the readers read: the page cannot ask Python, so a test holds the two together."""

import re

from geo.readers.formats import SUFFIXES
from tests.conftest import REPO


def test_the_dialog_accepts_every_suffix_of_the_table_and_no_other() -> None:
    source = (REPO / "static/src/live/actions/FootprintDialog.tsx").read_text("utf-8")
    found = re.search(r"const SUFFIXES = '([^']+)'", source)

    assert found is not None
    assert found[1].split(",") == list(dict.fromkeys(SUFFIXES))
