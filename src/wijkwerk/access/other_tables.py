"""Cards of the tables that Django brings: what they hold, and for how long."""

from __future__ import annotations

from wijkwerk.shared.classification import data_card

_UNUSED = "Comes with Django; roles and permissions of ours are elsewhere, so it holds nothing."
CARDS = {
    "contenttypes.ContentType": data_card(
        days=None,
        because="Names of our own tables, as Django keeps them.",
        plain=("id", "app_label", "model"),
    ),
    "auth.Permission": data_card(
        days=None, because=_UNUSED, plain=("id", "name", "content_type", "codename")
    ),
    "auth.Group": data_card(days=None, because=_UNUSED, plain=("id", "name", "permissions")),
    "auth.Group_permissions": data_card(
        days=None, because=_UNUSED, plain=("id", "group", "permission")
    ),
}
