"""``source.toml`` and ``indicators.toml`` of a simulated country; every title says it is one."""

from __future__ import annotations

_THEMES = (
    ("living", "Wonen en leefbaarheid", "Living and liveability"),
    ("work", "Werken", "Working"),
    ("income", "Inkomen en schulden", "Income and debt"),
    ("health", "Gezondheid", "Health"),
)
# What the registered rates are called; after these they are numbered.
_NAMES = (
    ("income", "Lage inkomens", "Low incomes"),
    ("work", "Zoekt werk", "Looking for work"),
    ("income", "Betalingsachterstand", "Payments in arrears"),
    ("work", "Verlaat school vroeg", "Leaves school early"),
    ("health", "Slechte gezondheid", "Poor health"),
    ("living", "Ervaart overlast", "Perceives nuisance"),
)


def settings(specials: bool, first_year: int) -> str:
    """The text of ``source.toml``."""
    vintage = f'vintage = "{first_year + 3}"\n' if specials else ""
    return f"""[source]
id = "simulated-country"
title = {{ nl = "Schijnland (verzonnen)", en = "Make-believe country (made up)" }}
publisher = "Wijkwerk"
licence = "CC0-1.0"
base_period = "{first_year}"
simulated = true
report_level = "neighbourhood"
focus_group = "FOCUS"
report_groups = ["FOCUS"]
{vintage}notes = {{ nl = "Alles hier is door een computer verzonnen. Geen enkel cijfer gaat over een echte plaats.", en = "All of this was made up by a computer. No figure is about a real place." }}

[reference]
rule = "municipality"

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5

[warning]
false_alarm_rate = 0.05
"""


def definitions(indicators: int, specials: bool, first_year: int, years: int) -> str:
    """The text of ``indicators.toml``."""
    parts = [
        f'[[theme]]\nid = "{theme}"\nname = {{ nl = "{nl}", en = "{en}" }}\n'
        for theme, nl, en in _THEMES
    ]
    parts += [_rate(number) for number in range(indicators)]
    if specials:
        parts.append(_special(first_year, years))
    return "\n".join(parts)


def _rate(number: int) -> str:
    theme, nl, en = _NAMES[number % len(_NAMES)]
    if number >= len(_NAMES):
        nl, en = f"{nl} {number + 1}", f"{en} {number + 1}"
    return (
        f'[[indicator]]\nid = "rate{number + 1:02d}"\nname = {{ nl = "{nl}", en = "{en}" }}\n'
        f'theme = "{theme}"\nunit = "%"\nkind = "rate"\ndirection = "lower_is_better"\n'
        "tolerance = 0.3\n"
    )


def _special(first_year: int, years: int) -> str:
    last = first_year + years - 1
    waves = list(range(first_year, first_year + years, 3))
    return f"""[[indicator]]
id = "medicine"
name = {{ nl = "Gebruik van medicijnen", en = "Use of medicines" }}
theme = "health"
unit = "per 1000"
kind = "standardised"
direction = "neutral"
tolerance = 2
decimals = 0
latest_period = "{last}"

[[indicator]]
id = "satisfied"
name = {{ nl = "Tevreden met de buurt", en = "Satisfied with the neighbourhood" }}
theme = "living"
unit = "%"
kind = "survey"
direction = "higher_is_better"
tolerance = 1
base_period = "{waves[0]}"
minimum_count = 0

[[indicator]]
id = "development"
name = {{ nl = "Buurt ging vooruit (saldo)", en = "Neighbourhood got better (balance)" }}
theme = "living"
unit = "points"
kind = "balance"
scale = 100
direction = "higher_is_better"
tolerance = 2
base_period = "{waves[0]}"

[[indicator.break]]
period = "{waves[-1]}"
reason = {{ nl = "De vraag is anders gesteld.", en = "The question was put differently." }}

[[indicator]]
id = "price"
name = {{ nl = "Verkoopprijs van woningen", en = "Selling price of dwellings" }}
theme = "living"
unit = "eur"
kind = "mean"
direction = "higher_is_better"
tolerance = 2500
decimals = 0

[[indicator]]
id = "price_index"
name = {{ nl = "Verkoopprijs ({first_year} = 100)", en = "Selling price ({first_year} = 100)" }}
theme = "living"
unit = "index"
kind = "index"
of = "price"
base_period = "{first_year}"
direction = "higher_is_better"
tolerance = 1

{_deprivation()}
[[composite]]
id = "liveability"
name = {{ nl = "Leefbaarheid (samengesteld)", en = "Liveability (composite)" }}
theme = "living"
normalise = "minmax"
aggregate = "arithmetic"

[[composite.dimension]]
id = "people"
name = {{ nl = "Mensen", en = "People" }}
weight = 1
indicators = {{ rate01 = 1, rate02 = 1 }}

[[composite.dimension]]
id = "place"
name = {{ nl = "Plek", en = "Place" }}
weight = 1
indicators = {{ price = 1 }}
"""


def _deprivation() -> str:
    """What national schemes look at."""
    low, none = "lower_is_better", "neutral"
    rates = (
        ("outside_work", "work", low, "Buiten werk en opleiding", "Outside work and education"),
        ("convictions", "living", low, "Veroordeeld", "Convicted"),
        ("basic_schooling", "work", low, "Hooguit basisonderwijs", "At most basic schooling"),
        # Where people come from is no achievement: schemes look at it, nobody is better or worse.
        ("migration_background", "living", none, "Migratieachtergrond", "Migration background"),
        ("non_western", "living", none, "Niet-westerse herkomst", "Non-western origin"),
    )
    parts = [
        f'[[indicator]]\nid = "{indicator}"\nname = {{ nl = "{nl}", en = "{en}" }}\ntheme = "{theme}"\n'
        f'unit = "%"\nkind = "rate"\ndirection = "{direction}"\ntolerance = 0.5\n'
        for indicator, theme, direction, nl, en in rates
    ]
    parts.append(
        """[[indicator]]
id = "income"
name = { nl = "Bruto-inkomen", en = "Gross income" }
theme = "income"
unit = "eur"
kind = "mean"
direction = "higher_is_better"
tolerance = 2500
decimals = 0

[[indicator]]
id = "population"
name = { nl = "Inwoners", en = "Residents" }
theme = "living"
unit = "number"
kind = "score"
direction = "neutral"
tolerance = 10
decimals = 0
"""
    )
    return "\n".join(parts)
