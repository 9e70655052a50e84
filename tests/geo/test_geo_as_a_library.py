"""docs/geo.md: every snippet runs in order and gives what it says."""

import doctest
from pathlib import Path

import pytest

from tests.conftest import REPO

PAGE = REPO / "docs" / "geo.md"


def test_every_snippet_of_the_page_gives_what_it_says(
    exposure: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "cache").symlink_to(REPO / "var" / "cache")
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text("utf-8")
    fences = page.count("```python")
    said: list[str] = []

    test = doctest.DocTestParser().get_doctest(page.replace("```", ""), {}, "geo.md", str(PAGE), 0)
    result = doctest.DocTestRunner().run(test, out=said.append)

    assert not result.failed, "".join(said)
    assert result.attempted > 40
    assert fences == 10
    assert page.count(">>> ") == len(test.examples)
