"""A form calls the service of its step by name: a parameter that is called otherwise is only found when
somebody presses the button. So every step of every resource is looked at."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

from django.urls import get_resolver

from wijkwerk.workflow.forms import StepFields
from wijkwerk.workflow.resources import resources


def _given(form: Any) -> set[str]:
    """The names under which a form gives what was filled in: its fields, or those of the dict that its
    own ``arguments`` returns."""
    fields = set(form.base_fields) - set(StepFields.command_fields)
    owner = next(kind for kind in form.__mro__ if "arguments" in vars(kind))
    if owner.__module__ == "wijkwerk.workflow.forms":
        return fields
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner.arguments)))
    dicts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    names = {
        key.value
        for literal in dicts
        if isinstance(literal, ast.Dict)
        for key in literal.keys
        if isinstance(key, ast.Constant)
    }
    return {str(name) for name in names}


def test_services_take_what_the_forms_of_their_steps_give() -> None:
    assert get_resolver().url_patterns  # every capability has declared its resources
    looked_at, refused = 0, []
    for resource in resources():
        for action, step in resource.steps.items():
            if step.form is None or not issubclass(step.form, StepFields):
                continue
            taken = inspect.signature(step.service).parameters
            if any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values()):
                continue
            looked_at += 1
            unknown = _given(step.form) - set(taken)
            if unknown:
                refused.append(f"{resource.model.__name__} {action}: {sorted(unknown)}")
    assert looked_at > 40
    assert refused == []
