"""``{% load components %}``: the parts of ``wijkwerk.ui.components`` as template tags."""

from __future__ import annotations

from django import template

from wijkwerk.ui import components

register = template.Library()
register.simple_tag(components.data_table, name="data_table")
register.simple_tag(components.checks, name="checks")
register.simple_tag(components.options, name="options")
register.simple_tag(components.class_badge, name="class_badge")
register.simple_tag(components.class_label, name="class_words")
register.simple_tag(components.class_counts, name="class_counts")
register.simple_tag(components.evidence_badge, name="evidence_badge")
register.simple_tag(components.withheld_mark, name="withheld_mark")
