"""Pictures as Vega-Lite specifications, drawn on this machine."""
