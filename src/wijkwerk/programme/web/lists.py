"""Rows and pages of rows: those of every capability (``workflow/lists.py``)."""

from wijkwerk.workflow.lists import PAGE, SHOWN, more, paged, row_of, same

__all__ = ["PAGE", "SHOWN", "more", "paged", "row_of", "same"]
