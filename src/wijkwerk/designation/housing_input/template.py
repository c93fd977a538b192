"""A folder to begin a housing plan with: made-up figures, and what each key means."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.designation.housing_input.tables import METHODS, STOCK
from wijkwerk.publication.api import new_folder
from wijkwerk.shared.problems import InputError

_OBLIGATION = """\
# What the plan must reach, and within which limits. Every figure here is made up: put your own.
title = "My area"
made_up = true  # take this line out when the figures are your own
start = 2026    # first year in which work may start; stock.csv is how it stands the year before

[target]
# The largest share of social family dwellings, and when it must be reached. A year means its end.
share_percent = 40
deadline = 2030
# Or take both from a scheme: scheme = "denmark", consequence = "social_housing"

[counting]
# So many square metres of business premises count as one dwelling below the line of the share.
# Take the line out when premises don't count.
m2_per_dwelling = 75
existing_business = false     # do the premises that stand there now count too?
rebuilt_per_demolished = 1.0  # new dwellings that fit where one stood

[money]
discount_percent = 0  # a yearly rate by which later costs weigh less; 0 for none

# As many limits as you need. what: cost (euros), displaced (households) or dwellings.
# per: year or total. methods and estates: only those count; leave them out for all.
[[limit]]
code = "budget"
name = "Budget per year"
what = "cost"
per = "year"
at_most = 4000000

[[limit]]
code = "calm"
name = "Households that have to move per year"
what = "displaced"
per = "year"
at_most = 40

# Exemptions to compare: share_percent, deadline, without (methods).
[[variant]]
code = "later"
name = "Two years later"
deadline = 2032

[[variant]]
code = "no-demolition"
name = "Without demolition"
without = ["demolition", "rebuild"]
"""
_STOCK = """\
estate,tenure,type,dwellings,households,protected,kept,m2
Northern block,social_family,flat,180,172,40,60,
Northern block,private_rent,flat,30,29,,,
Southern block,social_family,house,120,118,20,50,
Southern block,owner_occupied,house,60,60,,,
Southern block,business,,0,,,,900
"""
_METHODS = """\
estate,type,method,from,to,capacity,cost,lead_years,displaced,m2
Northern block,flat,conversion_youth,,,20,45000,1,,
Northern block,flat,conversion_senior,,,15,60000,1,,
Northern block,flat,demolition,2027,,25,80000,2,,
Northern block,,rebuild,,,25,210000,1,,
Southern block,house,sale,,,12,-20000,0,0.25,
Southern block,,new_dwellings,,,20,190000,2,,
Southern block,,new_business,2027,2028,2,160000,1,,150
"""


def write_template(folder: Path) -> None:
    """Write the three files to ``folder``, which may not exist or must be empty; all or none.

    Raises InputError for a folder in use.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError.of(
            str(folder),
            "folder is in use",
            "a new or empty folder",
            suggestion="Nothing is overwritten: name another folder.",
        )
    with new_folder(folder) as staged:
        for name, text in (("obligation.toml", _OBLIGATION), (STOCK, _STOCK), (METHODS, _METHODS)):
            (staged / name).write_text(text, "utf-8", newline="\n")
