"""docs/geo.md: every snippet runs in order and gives what it says."""

import doctest
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "geo.md"


def test_every_snippet_of_the_page_gives_what_it_says(
    geo_cache: Path, china_exposure: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "cache").symlink_to(geo_cache)
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text("utf-8")
    fences = page.count("```python")
    said: list[str] = []

    test = doctest.DocTestParser().get_doctest(page.replace("```", ""), {}, "geo.md", str(PAGE), 0)
    result = doctest.DocTestRunner().run(test, out=said.append)

    assert not result.failed, "".join(said)
    assert result.attempted > 40
    assert fences == 9
    assert page.count(">>> ") == len(test.examples)
