"""A watch beside the fixed rules against a plain replay: one signal a change, with what the watch said of it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.plain_beside import plain_beside
from tests.spec.test_early_signals import of_rules, of_watch, panel
from wellrun.analytics.detection.beside_rules import Early, fired_beside, found_early
from wellrun.analytics.spc.firings import Firings
from wellrun.analytics.spc.replay import signals


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("Oo. ", min_size=18, max_size=18), st.text("+-.", min_size=18, max_size=18)),
        min_size=1,
        max_size=4,
    )
)
def test_against_a_plain_replay(rows: list[tuple[str, str]]) -> None:
    # Where there is no point nothing can fire.
    rows = [
        (rules, "".join("." if r == " " else w for r, w in zip(rules, watch, strict=True))) for rules, watch in rows
    ]
    parts = [of_rules(rules) for rules, _ in rows]
    early = [of_watch(watch) for _, watch in rows]
    fired = Firings(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("high", "low", "judged")))
    whole = Early(*(np.concatenate([getattr(part, name) for part in early]) for name in ("side", "p", "chance")))
    found = signals(panel(18, len(rows)), fired_beside(fired, whole))
    told = found_early(found, whole)
    got = {
        (int(found.series[n]), int(found.side[n]), int(found.first_fired[n])): (
            int(told.at[n]),
            None if np.isnan(told.chance[n]) else float(told.chance[n]),
        )
        for n in range(len(found))
    }
    plain = [
        one
        for row, texts in enumerate(rows)
        for side in (1, -1)
        for one in plain_beside(row, side, *texts, of_watch(texts[1]).chance[0].tolist())
    ]
    assert got == {(one.row, one.side, one.first): (one.at, min(one.chances, default=None)) for one in plain}
