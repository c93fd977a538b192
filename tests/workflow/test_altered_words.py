"""A migration of words alone: quick, and really of words alone."""

from typing import Any

from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from wijkwerk.workflow.altered_words import AlterWords


def state_with(field: Any) -> ProjectState:
    state = ProjectState()
    state.add_model(
        ModelState("toy", "Thing", [("id", models.BigAutoField(primary_key=True)), ("name", field)])
    )
    return state


def renamed(verbose_name: str) -> Any:
    return migrations.AlterField(
        "thing", "name", models.CharField(max_length=9, verbose_name=verbose_name)
    )


def test_fields_are_called_otherwise_and_the_models_made_anew_when_asked_for() -> None:
    state = state_with(models.CharField(max_length=9))
    before = state.apps.get_model("toy", "thing")
    AlterWords([renamed("First"), renamed("Second")]).state_forwards("toy", state)
    assert "apps" not in state.__dict__
    after = state.apps.get_model("toy", "thing")
    assert before._meta.get_field("name").verbose_name == "name"
    assert after._meta.get_field("name").verbose_name == "Second"


def _columns(field: Any) -> Any:
    """What of a field stands in the database."""
    _name, path, arguments, options = field.deconstruct()
    return path, arguments, {k: v for k, v in options.items() if k not in field.non_db_attrs}


def _changing_columns(operation: AlterWords, app: str, state: ProjectState) -> list[str]:
    """The operations that are more than words; ``state`` is what they begin with."""
    wrong = []
    for part in operation.state_operations:
        if isinstance(part, migrations.AlterField):
            field = state.models[app, part.model_name.lower()].fields[part.name]
            if _columns(field) == _columns(part.field):
                continue
        wrong.append(part.describe())
    return wrong


def test_what_changes_a_column_is_noticed() -> None:
    state = state_with(models.CharField(max_length=9))
    longer = migrations.AlterField("thing", "name", models.CharField(max_length=10))
    gone = migrations.RemoveField("thing", "name")
    assert len(_changing_columns(AlterWords([renamed("First"), longer, gone]), "toy", state)) == 2


def test_no_migration_of_words_changes_a_column() -> None:
    loader = MigrationLoader(None)
    looked_at = 0
    for key, migration in loader.disk_migrations.items():
        for place, operation in enumerate(migration.operations):
            if isinstance(operation, AlterWords):
                state = loader.project_state(key, at_end=False)
                for earlier in migration.operations[:place]:
                    earlier.state_forwards(key[0], state)
                assert _changing_columns(operation, key[0], state) == [], key
                looked_at += 1
    assert looked_at > 0
