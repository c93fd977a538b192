"""The rules of the programme: data in, data out; no tables, files or clock."""
