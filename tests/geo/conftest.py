"""What the tests of geo share: the built-in regions and exposure, a small made-up country, the real inputs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.exposure import Exposure
from geo.exposure_store import synthetic_exposure
from geo.regions import Regions, load_regions
from tests.conftest import REPO


@pytest.fixture(scope="session")
def geo_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("geo-cache")


@pytest.fixture(scope="session")
def china() -> Regions:
    """The built-in boundaries, from the checkout's cache: set-up has read them."""
    return load_regions(REPO / "var" / "cache")


@pytest.fixture(scope="session")
def china_exposure(china: Regions) -> Exposure:
    """The synthetic exposure, from the same."""
    return synthetic_exposure(china, cache_dir=REPO / "var" / "cache")


@pytest.fixture
def write_geojson(tmp_path: Path) -> Callable[..., Path]:
    def write(document: object, name: str = "footprint.geojson") -> Path:
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return path

    return write
