"""The figures of the story of a feed: late, then much less counted, then counted otherwise."""

# Cases and hits of eighteen months: a share about 70 % of about 412, with nothing but chance in it.
CASES = (412, 405, 420, 398, 415, 409, 401, 418, 411, 403, 422, 408, 414, 400, 417, 406, 419, 412)
HITS = (288, 287, 290, 282, 287, 290, 277, 295, 284, 286, 292, 289, 285, 283, 296, 281, 297, 286)
# What comes then: 42 % of 165, far outside the usual range if it were to be believed; and two months counted otherwise.
FALLEN = (70, 165)
COUNTED_OTHERWISE = ((70, 168), (66, 160))
