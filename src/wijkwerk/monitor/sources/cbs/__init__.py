"""Statistics Netherlands' Kerncijfers wijken en buurten into a source folder.

``kwb.toml`` says how columns are called over the years and ``indicators.toml`` what becomes of
them; a new year needs a line there and no code. ``files`` reads tables as texts, ``tables`` finds
out what they are about, ``years`` joins the tables of a year, ``convert`` makes the source,
``odata`` reads the same tables over the network.
"""
