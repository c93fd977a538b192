"""``{% load components %}``: the parts of ``wijkwerk.ui.components`` as template tags."""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from wijkwerk.ui import components

register = template.Library()
register.simple_tag(components.data_table, name="data_table")
register.simple_tag(components.checks, name="checks")
register.simple_tag(components.options, name="options")
register.simple_tag(components.class_badge, name="class_badge")
register.simple_tag(components.class_words, name="class_words")
register.simple_tag(components.class_counts, name="class_counts")
register.simple_tag(components.evidence_badge, name="evidence_badge")
register.simple_tag(components.withheld_mark, name="withheld_mark")


@register.tag
def under_title(parser: Parser, token: Token) -> UnderTitle:
    """``{% under_title %}…{% endunder_title %}``: what stands within, with the tabs of its section right
    under its title, whichever page of the section it is."""
    inside = parser.parse(("endunder_title",))
    parser.delete_first_token()
    return UnderTitle(inside)


class UnderTitle(template.Node):
    """A page of a section and its tabs."""

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        """The page with ``ui/components/tabs.html`` after its h1; before all of it without one."""
        page = self.inside.render(context)
        assert context.template is not None
        tabs = context.template.engine.get_template("ui/components/tabs.html").render(context)
        end = "</hgroup>" if "</hgroup>" in page else "</h1>"
        title, end, rest = page.partition(end)
        if not end:
            title, rest = "", page
        return mark_safe(f"{title}{end}{tabs}{rest}")  # noqa: S308  (drawn by templates, which escape)
