"""The table between CSI and MMI."""

import pytest

from geo.errors import GeoError
from geo.intensity import CSI_TO_MMI, MMI_TO_CSI, convert


def test_the_table_follows_the_accelerations_of_both_standards() -> None:
    csi = {6: (0.45, 0.89), 7: (0.90, 1.77), 8: (1.78, 3.53), 9: (3.54, 7.07)}
    mmi = {5: (0.038, 0.090), 6: (0.090, 0.177), 7: (0.177, 0.333), 8: (0.333, 0.638)}
    for degree, (low, high) in csi.items():
        middle = (low + high) / 2 / 9.81
        (found,) = [m for m, (start, stop) in mmi.items() if start <= middle < stop]
        assert CSI_TO_MMI[degree] == found


def test_both_directions_rise_and_the_way_back_never_overstates() -> None:
    for table in (CSI_TO_MMI, MMI_TO_CSI):
        assert list(table) == list(range(1, 13))
        assert sorted(table.values()) == list(table.values())
    assert all(CSI_TO_MMI[MMI_TO_CSI[degree]] >= min(degree, 10) for degree in range(1, 13))


def test_a_unit_is_itself_and_a_level_is_no_intensity() -> None:
    assert convert(7.3, unit="CSI", to="CSI") == 7.3
    assert convert(8, unit="CSI", to="MMI") == 7
    with pytest.raises(GeoError, match="only CSI and MMI"):
        convert(2, unit="level", to="MMI")
    with pytest.raises(GeoError, match="outside the table"):
        convert(13, unit="CSI", to="MMI")
