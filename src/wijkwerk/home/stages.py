"""The stages of the loop in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.registry.hooks import Stage


def stage_label(stage: Stage) -> str:
    """The stage as it stands above its figure, in the reader's language."""
    return {
        Stage.MEASURED: _("Measured"),
        Stage.DESIGNATED: _("Designated"),
        Stage.PROMISED: _("Promised"),
        Stage.DONE: _("Carried out"),
        Stage.RESIDENTS: _("By residents"),
        Stage.MONEY: _("Money"),
        Stage.EVALUATED: _("Does it work?"),
        Stage.LEARNED: _("Learned"),
    }[stage]
