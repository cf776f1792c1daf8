"""The NHS rules as small tables: hit, near miss, gap, tie, overlap.

Every chart here has its centre at 0, near limits at -2 and 2 and outer limits at -3 and 3. `-` is a missing
period and `|` the start of a new phase. Labels, one a period: `.` none, then high and low of each rule:
`O o` outside limits, `T t` trend, `N n` two of three, `S s` shift.
"""

OUTSIDE_LIMITS = {
    "beyond the upper limit": ("0 3.1 0", ".O."),
    "beyond the lower limit": ("0 -3.1 0", ".o."),
    "on the limit": ("0 3 0 -3", "...."),
    "alone after a gap": ("0 - 3.1", "..O"),
    "first of a phase": ("0 | 3.1", ".O"),
    "named before every other rule": ("1 1 1 1 1 1 4", "SSSSSSO"),
}

TREND = {
    "seven rising": ("-1.5 -1 -.5 .1 .5 1 1.5", "TTTTTTT"),
    "seven falling": ("1.5 1 .5 .1 -.5 -1 -1.5", "ttttttt"),
    "six rising": ("-1 -.5 .1 .5 1 1.5", "......"),
    "eight rising": ("-1.7 -1.5 -1 -.5 .1 .5 1 1.5", "TTTTTTTT"),
    "a tie in the middle": ("-1.5 -1 -.5 .1 .1 .5 1 1.5", "........"),
    "a tie before seven rising": ("-1.5 -1.5 -1 -.5 .1 .5 1 1.5", ".TTTTTTT"),
    "a gap in the middle": ("-1.5 -1 -.5 - .1 .5 1 1.5", "........"),
    "a gap just before": ("- -1.5 -1 -.5 .1 .5 1 1.5", ".TTTTTTT"),
    "a new phase in the middle": ("-1.5 -1 -.5 | .1 .5 1 1.5", "......."),
    "the phase begins with it": ("-1.7 | -1.5 -1 -.5 .1 .5 1 1.5", ".TTTTTTT"),
    "a peak belongs to the later trend": ("-1.5 -1 -.5 .1 .5 1 1.5 1 .5 .1 -.5 -1 -1.5", "TTTTTTttttttt"),
    "a trough belongs to the later trend": ("1.5 1 .5 .1 -.5 -1 -1.5 -1 -.5 .1 .5 1 1.5", "ttttttTTTTTTT"),
    "a peak whose fall is too short": ("-1.5 -1 -.5 -.1 .5 1 1.5 1 .5 -.1 -.5 -1", "TTTTTTT....."),
    "a plateau is in neither": ("-1.5 -1 -.5 .1 .5 1 1.5 1.5 1 .5 .1 -.5 -1 -1.5", "TTTTTTTttttttt"),
    "named before shift": (".1 .2 .3 .4 .5 .6 .7", "TTTTTTT"),
    "named before two of three": ("-.5 .1 .5 1 1.5 2.2 2.4", "TTTTTTT"),
}

TWO_OF_THREE = {
    "the last two": ("1 2.5 2.5", ".NN"),
    "the outer two": ("2.5 1 2.5", "N.N"),
    "the first two": ("2.5 2.5 1", "NN."),
    "all three": ("2.5 2.5 2.5", "NNN"),
    "low": ("-1 -2.5 -2.5", ".nn"),
    "only one near": ("1 1 2.5", "..."),
    "on the near limit": ("1 2 2", "..."),
    "on the outer limit is still near": ("1 3 3", ".NN"),
    "one of the two is outside": ("1 2.5 3.1", "..O"),
    "the third is outside, the two near are marked": ("2.5 2.5 3.1", "NNO"),
    "the third is on the other side": ("-1 2.5 2.5", "..."),
    "the third is on the centre": ("0 2.5 2.5", "..."),
    "one near on each side": ("1 2.5 -2.5", "..."),
    "no third point yet": ("2.5 2.5", ".."),
    "a gap instead of a third point": ("2.5 - 2.5", "..."),
    "a gap before": ("2.5 - 2.5 1", "...."),
    "a new phase between": ("2.5 2.5 | 1", "..."),
    "named before shift": ("1 1 1 1 1 2.5 2.5", "SSSSSNN"),
}

SHIFT = {
    "seven above": ("1 .5 1 .5 1 .5 1", "SSSSSSS"),
    "seven below": ("-1 -.5 -1 -.5 -1 -.5 -1", "sssssss"),
    "six above": ("1 .5 1 .5 1 .5", "......"),
    "six above and one below": ("1 .5 1 .5 1 .5 -1", "......."),
    "one on the centre breaks the run": ("1 .5 1 0 1 .5 1 .5", "........"),
    "eight above": ("1 .5 1 .5 1 .5 1 .5", "SSSSSSSS"),
    "a gap breaks the run": ("1 .5 1 - .5 1 .5 1", "........"),
    "a gap before the run": ("- 1 .5 1 .5 1 .5 1", ".SSSSSSS"),
    "a new phase breaks the run": ("1 .5 1 | .5 1 .5 1", "......."),
    "seven within the new phase": ("1 .5 | 1 .5 1 .5 1 .5 1", "..SSSSSSS"),
    "an outside point does not break it": ("1 .5 1 4 1 .5 1", "SSSOSSS"),
}

NOTHING = {
    "no point": ("", ""),
    "one point": ("1", "."),
    "only missing": ("- - -", "..."),
}

ALL = {
    "outside limits": OUTSIDE_LIMITS,
    "trend": TREND,
    "two of three": TWO_OF_THREE,
    "shift": SHIFT,
    "nothing": NOTHING,
}
