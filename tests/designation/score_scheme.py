"""A small scheme with a score, for tests of scores and of being among the highest."""

THREE_HIGHEST = """
[scheme]
id = "score"
from = "2000-01-01"
title = { nl = "Score", en = "Score" }
[[measure]]
code = "a"
name = { nl = "A", en = "A" }
indicator = "a"
[[measure]]
code = "b"
name = { nl = "B", en = "B" }
indicator = "b"
[[score]]
code = "total"
name = { nl = "T", en = "T" }
parts = { a = 2, b = 1 }
lower_is_worse = ["b"]
scale = "z"
least = 1
[[criterion]]
code = "top"
name = { nl = "T", en = "T" }
measure = "total"
top = 3
[[status]]
code = "s"
label = { nl = "S", en = "S" }
rank = 1
at_least = 1
of = ["top"]
"""


def residents_gate(least: int) -> str:
    """An area has to have at least so many residents to be on the list at all."""
    return f"""
[[measure]]
code = "residents"
name = {{ nl = "R", en = "R" }}
indicator = "residents"
[[gate]]
code = "residents"
name = {{ nl = "R", en = "R" }}
measure = "residents"
op = ">="
threshold = {least}
"""


# The same with a score of one measure.
THREE_HIGHEST_OF_ONE = THREE_HIGHEST.replace(
    "parts = { a = 2, b = 1 }", "parts = { a = 1 }"
).replace('lower_is_worse = ["b"]\n', "")

THREE_HIGHEST_BEHIND_A_GATE = THREE_HIGHEST_OF_ONE.replace(
    'of = ["top"]', 'of = ["top"]\ngates = ["residents"]'
) + residents_gate(500)
