"""Two functions that NumPy lacks: the normal quantile and the logarithm of a factorial."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats

_EXACT = 4096
_LOG_FACTORIALS = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, _EXACT)))])

# Wichura (1988), algorithm AS 241, the seven-figure version: the middle, then the tails, here up to 1e-9:
# beyond it the rounding of a sum of probabilities would show.
_MIDDLE = (3.3871327179e0, 5.0434271938e1, 1.5929113202e2, 5.9109374720e1)
_MIDDLE_UNDER = (1.0, 1.7895169469e1, 7.8757757664e1, 6.7187563600e1)
_TAIL = (1.4234372777e0, 2.7568153900e0, 1.3067284816e0, 1.7023821103e-1)
_TAIL_UNDER = (1.0, 7.3700164250e-1, 1.2021132975e-1)
_RAREST = 1e-9


def normal_quantile(p: Floats) -> Floats:
    """The z below which a standard normal number lies with probability p, to 1e-6 of itself; |z| stops at 6.0.

    Any shape; NaN stays NaN.
    """
    centred = p - 0.5
    square = 0.180625 - centred * centred
    z: Floats = centred * _polynomial(_MIDDLE, square) / _polynomial(_MIDDLE_UNDER, square)
    in_tail = np.abs(centred) > 0.425
    if in_tail.any():
        deep = p[in_tail]
        tail = np.sqrt(-np.log(np.maximum(np.minimum(deep, 1.0 - deep), _RAREST))) - 1.6
        size = _polynomial(_TAIL, tail) / _polynomial(_TAIL_UNDER, tail)
        z[in_tail] = np.copysign(size, deep - 0.5)
    return z


def log_factorial(n: Floats) -> Floats:
    """log(n!) of whole numbers, any shape; by table, and by Stirling's series (error below 1e-12) beyond it.

    NaN where `n` is missing or below 0.
    """
    known = n >= 0
    table = _LOG_FACTORIALS[np.clip(np.where(known, n, 0), 0, _EXACT - 1).astype(np.int64)]
    if not known.all():
        table[~known] = np.nan
    large = n >= _EXACT
    if not large.any():
        return table
    m = np.where(large, n, _EXACT)
    series = m * np.log(m) - m + 0.5 * np.log(2 * np.pi * m) + 1 / (12 * m) - 1 / (360 * m**3)
    return np.where(large, series, table)


def _polynomial(coefficients: tuple[float, ...], x: Floats) -> Floats:
    total = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        total = total * x + coefficient
    return total
