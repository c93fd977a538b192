"""An evaluation in words: a page for the council, the rest for researchers."""
