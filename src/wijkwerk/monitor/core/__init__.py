"""The pure part of the monitor: tables in, tables out; no clock, files or network."""
