"""Pareto and scope against their plain twins."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracle.plain_pareto import plain_pareto
from tests.oracle.plain_scope import plain_scope
from wellrun.analytics.spc.pareto import pareto
from wellrun.analytics.spc.scope import scope_of

TOTALS = st.one_of(st.none(), st.integers(0, 8).map(float), st.integers(0, 999).map(float))


@settings(max_examples=300, deadline=None)
@given(st.lists(TOTALS, max_size=25))
def test_the_largest_causes_down_to_four_fifths_of_the_whole(totals: list[float | None]) -> None:
    found = pareto(np.array([np.nan if each is None else each for each in totals], dtype=np.float64))
    plain = plain_pareto(totals)
    assert found.order.tolist() == [cause.place for cause in plain]
    np.testing.assert_array_equal(found.total, [cause.total for cause in plain])
    np.testing.assert_allclose(found.share, [cause.share for cause in plain], rtol=1e-12)
    np.testing.assert_allclose(found.cumulative, [cause.cumulative for cause in plain], rtol=1e-12)
    assert found.is_vital.tolist() == [cause.is_vital for cause in plain]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=10))
def test_four_fifths_are_exactly_four_fifths(totals: list[int]) -> None:
    found = pareto(np.array(totals, dtype=np.float64))
    before = np.cumsum(found.total) - found.total
    assert found.is_vital.tolist() == ((5 * before < 4 * sum(totals)) & (found.total > 0)).tolist()


SIGNALS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from([1, -1]), st.integers(10, 22)), max_size=10)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.booleans(), min_size=1, max_size=7),
    SIGNALS,
    st.sampled_from([1, -1]),
    st.lists(st.integers(8, 24), max_size=2),
    st.integers(0, 6),
)
def test_local_or_systemic(
    sufficient: list[bool], signals: list[tuple[int, int, int]], side: int, parent: list[int], own: int
) -> None:
    assume(own < len(sufficient))
    mine = [signal for signal in signals if signal[0] < len(sufficient)]
    columns = [list(column) for column in zip(*mine, strict=True)] or [[], [], []]
    found = scope_of(
        own=own,
        side=side,
        began=16,
        sufficient=sufficient,
        sibling=np.array(columns[0], dtype=np.intp),
        sibling_side=np.array(columns[1]),
        sibling_began=np.array(columns[2]),
        parent_began=parent,
    )
    plain = plain_scope(own, side, 16, sufficient, mine, parent)
    assert (found.scope, list(found.showing), found.n_siblings) == (plain.scope, plain.showing, plain.n_siblings)
    assert found.n_showing == len(plain.showing)
