"""Secrets of second factors are sealed in the table."""

from typing import Any

from django.conf import settings
from django.db import migrations, models

from wijkwerk.access.encrypted_fields import EncryptedField, decrypt, encrypt
from wijkwerk.shared.problems import InputError


def seal_all(apps: Any, editor: Any) -> None:
    """Seal what stood there readable."""
    found = list(apps.get_model("access", "SecondFactor").objects.all())
    if found and not settings.SECRET_KEY_LASTS:
        # Sealed with a key that is gone with this process, nobody could come in any more.
        raise InputError.of(
            "WIJKWERK_SECRET_KEY", "not set", "the key that the site is served with: "
            "secrets of second factors are sealed with it now",
        )  # fmt: skip
    for one in found:
        one.secret = encrypt(one.secret)
        one.save(update_fields=["secret"])


def open_all(apps: Any, editor: Any) -> None:
    """The way back."""
    for one in apps.get_model("access", "SecondFactor").objects.all():
        one.secret = decrypt(one.secret)
        one.save(update_fields=["secret"])


class Migration(migrations.Migration):
    """Makes the column wide enough, seals what is in it, and reads it through the seal."""

    dependencies = [("access", "0002_places")]

    operations = [
        migrations.AlterField("secondfactor", "secret", models.CharField(max_length=200)),
        migrations.RunPython(seal_all, open_all),
        migrations.AlterField("secondfactor", "secret", EncryptedField(max_length=200)),
    ]
