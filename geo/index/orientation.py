"""On which side of an edge a point lies: the exact sign, and one answer for points on the edge itself.

`orient` follows J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates",
Discrete & Computational Geometry 18 (1997): the determinant in doubles with its error bound, and where the bound
does not decide, the same determinant as an exact sum of doubles. So the sign is never that of a rounding error.
"""

import numpy as np

from geo.index.compiled import compiled

#: (3 + 16 ε) ε with ε = 2⁻⁵³: Shewchuk's bound for the determinant in plain doubles.
ERROR_BOUND = 3.3306690738754716e-16
#: 2²⁷ + 1: splits a double into two halves whose products are exact.
_SPLITTER = 134217729.0


@compiled
def orient(ax: float, ay: float, bx: float, by: float, qx: float, qy: float) -> float:
    """Return a number > 0 if q lies left of the line from a to b, < 0 if right of it, 0 if exactly on it.

    Coordinates are finite, at most 1e100 in size, and 0 or at least `geo.index.grid.TINY`.
    """
    left = (ax - qx) * (by - qy)
    right = (ay - qy) * (bx - qx)
    determinant = left - right
    if left == 0.0 or right == 0.0:
        return determinant  # one factor is exactly zero, so this sign is exact
    bound = ERROR_BOUND * (abs(left) + abs(right))
    if determinant > bound or -determinant > bound:
        return determinant
    return _exact(ax, ay, bx, by, qx, qy)


@compiled
def is_right(ax: float, ay: float, bx: float, by: float, qx: float, qy: float) -> bool:
    """Say whether q lies right of the upward edge from a to b (ay < by, or ay = by and ax < bx).

    The rule for ties: a point counts as moved by a hair to the east, and by a hair of that hair to the north. So a
    point on an edge that climbs lies right of it, a point on a level edge above it, and no point is on an edge.
    """
    side = orient(ax, ay, bx, by, qx, qy)
    return side < 0.0 or (side == 0.0 and ay != by)


@compiled
def _exact(ax: float, ay: float, bx: float, by: float, qx: float, qy: float) -> float:
    """The determinant's sign from its six products without rounding: ax·by − ay·bx + bx·qy − by·qx + qx·ay − qy·ax."""
    factors = ((ax, by), (-ay, bx), (bx, qy), (-by, qx), (qx, ay), (-qy, ax))
    parts = np.empty(12)
    for i in range(6):
        parts[2 * i], parts[2 * i + 1] = _product(factors[i][0], factors[i][1])
    total = np.zeros(12)
    length = 0
    for i in range(12):
        carry = parts[i]
        for k in range(length):
            small = total[k]
            high = carry + small
            shadow = high - carry
            total[k] = (carry - (high - shadow)) + (small - shadow)
            carry = high
        total[length] = carry
        length += 1
    for k in range(length - 1, -1, -1):  # the parts do not overlap: the largest that is not zero has the sign
        if total[k] != 0.0:
            return float(total[k])
    return 0.0


@compiled
def _product(u: float, v: float) -> tuple[float, float]:
    """Return u·v as the exact sum of a small and a large double (Dekker's product)."""
    high = u * v
    c = _SPLITTER * u
    u_high = c - (c - u)
    u_low = u - u_high
    c = _SPLITTER * v
    v_high = c - (c - v)
    v_low = v - v_high
    return u_low * v_low - (((high - u_high * v_high) - u_low * v_high) - u_high * v_low), high
