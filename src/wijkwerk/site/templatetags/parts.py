"""``{% load parts %}``: the parts of ``wijkwerk.site.parts`` as template tags."""

from __future__ import annotations

from django import template

from wijkwerk.site import parts

register = template.Library()
register.simple_tag(parts.data_table, name="data_table")
register.simple_tag(parts.checks, name="checks")
register.simple_tag(parts.options, name="options")
register.simple_tag(parts.class_badge, name="class_badge")
register.simple_tag(parts.class_words, name="class_words")
register.simple_tag(parts.class_counts, name="class_counts")
register.simple_tag(parts.evidence_badge, name="evidence_badge")
register.simple_tag(parts.withheld_mark, name="withheld_mark")
