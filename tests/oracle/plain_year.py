"""The plain twin of the fit in `segments.year`: one series, every column of its design written out."""

import itertools

import numpy as np


def plain_year(values: np.ndarray, edges: list[int], lines: bool, n_waves: int, year: float) -> np.ndarray:
    """The fit of one series: a level (and slope) a stretch, and waves, each column written out."""
    time = np.arange(values.size)
    columns = []
    for start, end in itertools.pairwise(edges):
        if end > start:
            within = ((time >= start) & (time < end)).astype(float)
            columns += [within, within * time] if lines else [within]
    for k in range(1, n_waves + 1):
        columns += [np.cos(2 * np.pi * k * time / year), np.sin(2 * np.pi * k * time / year)]
    design = np.array(columns).T
    known = ~np.isnan(values)
    weights = np.linalg.lstsq(design[known], values[known], rcond=None)[0]
    return np.asarray(design @ weights)
