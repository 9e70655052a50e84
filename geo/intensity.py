"""Chinese seismic intensity (CSI) and modified Mercalli intensity (MMI) beside each other.

Both have twelve degrees but they are not the same number: by peak ground acceleration, CSI n lies where
instrumental MMI n-1 lies. This table is the only place where the two are compared.

Sources: GB/T 17742-2008, table 1 (horizontal peak acceleration, m/s²: VI 0.45-0.89, VII 0.90-1.77,
VIII 1.78-3.53, IX 3.54-7.07, X 7.08-14.14); Wald et al. 1999, Earthquake Spectra 15, table 1 (%g: V 3.9-9.2,
VI 9.2-18, VII 18-34, VIII 34-65, IX 65-124, X+ above). Below CSI V and above CSI X the Chinese standard gives no
acceleration; there the step of one is carried on, and MMI ends at X as the instrumental scale does.
"""

from geo.errors import GeoError

CSI, MMI, LEVEL = "CSI", "MMI", "level"
EARTHQUAKE_UNITS = frozenset({CSI, MMI})

#: CSI degree -> instrumental MMI degree of about the same shaking.
CSI_TO_MMI = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 10: 9, 11: 10, 12: 10}
#: MMI degree -> the lowest CSI degree of about the same shaking.
MMI_TO_CSI = {1: 1, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10, 10: 11, 11: 11, 12: 11}
_TABLES = {(CSI, MMI): CSI_TO_MMI, (MMI, CSI): MMI_TO_CSI}


def convert(value: float, *, unit: str, to: str) -> float:
    """Return a value of `unit` in the unit `to` by the table; whole degrees only between CSI and MMI."""
    if unit == to:
        return value
    table = _TABLES.get((unit, to))
    if table is None:
        raise GeoError(f"a value in {unit} cannot be compared with one in {to}; only CSI and MMI can")
    degree = round(value)
    if degree not in table:
        raise GeoError(f"{unit} {value:g} is outside the table of degrees 1 to 12")
    return float(table[degree])
