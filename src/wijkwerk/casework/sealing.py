"""Fields that are sealed with a key ring of casework's own, apart from the key of the site.

A value is kept as ``key.nonce-and-cipher``: which key it was, then AES-256-GCM (NIST SP 800-38D) of the text,
bound to the table, the field, the household and the row (``SealedRow.bound``), so that a value that was moved to
another column or row doesn't open. It is opened when it is first read. Texts are filled
up to a multiple of 64 bytes: the length tells little. The ring is WIJKWERK_CASEWORK_KEYS (or _FILE), else
``casework-keys`` in WIJKWERK_DATA; the first line is the key that seals, the others still open. A key that isn't
there is an error, never an empty text.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from wijkwerk.publication.api import data_folder, read_key_file, secret
from wijkwerk.registry.environment import variable
from wijkwerk.shared.problems import InputError
from wijkwerk.ui.fields import (
    LineFormField,
    ParagraphsFormField,
    validate_line,
    validate_paragraphs,
)

try:
    import fcntl
except ImportError:  # no such locks on Windows
    fcntl = None  # type: ignore[assignment]

KEYS = "WIJKWERK_CASEWORK_KEYS"
_FILE = "casework-keys"
_NONCE, _BLOCK, _KEY_BYTES = 12, 64, 32


def new_token() -> str:
    """A name that tells nothing: 96 bits of chance."""
    return secrets.token_urlsafe(12)


class WrongKeyError(Exception):
    """A value was sealed with a key that isn't in the ring, or was changed since."""


@dataclass(frozen=True)
class Key:
    """One key: its name, which stands in what it sealed, and the secret, from which two others follow."""

    name: str
    secret: bytes = field(repr=False)

    @cached_property
    def cipher(self) -> AESGCM:
        """What seals."""
        return AESGCM(self._derived("seal"))

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self.secret, f"wijkwerk.casework.{purpose}".encode(), "sha256").digest()

    def index(self, text: str, about: str) -> str:
        """Under what a text is looked up: it says nothing to who hasn't the key."""
        mac = hmac.new(self._derived("index"), f"{about}\0{text}".encode(), "sha256")
        return f"{self.name}.{mac.hexdigest()}"


@dataclass(frozen=True)
class KeyRing:
    """The keys, the one that seals first."""

    keys: Sequence[Key]

    @property
    def current(self) -> Key:
        """The key that seals."""
        return self.keys[0]

    def seal(self, text: str, about: str) -> str:
        """``text`` as it is kept in the field ``about``."""
        key, nonce = self.current, secrets.token_bytes(_NONCE)
        data = text.encode() + b"\x80"
        data += bytes(-len(data) % _BLOCK)
        sealed = key.cipher.encrypt(nonce, data, _bound(key.name, about))
        return f"{key.name}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, stored: str, about: str) -> str:
        """The text again. Raises WrongKeyError."""
        name, _, body = stored.partition(".")
        key = next((key for key in self.keys if key.name == name), None)
        if key is None:
            raise WrongKeyError(
                f"{about} was sealed with key {name[:12]!r}, which isn't in the ring"
            )
        try:
            raw = urlsafe_b64decode(body)
            data = key.cipher.decrypt(raw[:_NONCE], raw[_NONCE:], _bound(name, about))
        except (InvalidTag, ValueError) as fault:
            raise WrongKeyError(f"{about} doesn't open with key {name!r}") from fault
        return data.rstrip(b"\0")[:-1].decode()

    def indexes(self, text: str, about: str) -> list[str]:
        """Under what a text may stand in an index: by the current key and by those before it."""
        return [key.index(text, about) for key in self.keys]


def _bound(name: str, about: str) -> bytes:
    return f"{name}:{about}".encode()


def key_file() -> Path:
    """Where the ring is kept when the environment doesn't give it."""
    return data_folder() / _FILE


def ring() -> KeyRing:
    """The ring of this site; made at first use. Raises InputError when it can't be read, or when it vanished
    while there are sealed values."""
    text = secret(KEYS)
    if text:
        return _ring_of(text)
    path = key_file()
    if not path.is_file():
        _make(path)
    return _ring_in(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _ring_in(path: str, changed: int) -> KeyRing:
    return _ring_of(read_key_file(Path(path), "what was sealed with it can then not be read."))


@lru_cache(maxsize=4)
def _ring_of(text: str) -> KeyRing:
    """The keys of lines ``name:secret``. Raises InputError."""
    keys: list[Key] = []
    for line in text.split():
        name, _, body = line.partition(":")
        try:
            raw = urlsafe_b64decode(body)
        except ValueError:
            raw = b""
        if not name.isalnum() or len(raw) != _KEY_BYTES or name in {key.name for key in keys}:
            raise InputError.of(
                KEYS,
                "no key ring",
                "lines as name:secret, as `wijkwerk casework keys --new` makes them",
            )
        keys.append(Key(name, raw))
    if not keys:
        raise InputError.of(KEYS, "no key ring", "at least one line as name:secret")
    return KeyRing(keys)


def _line() -> str:
    return f"{secrets.token_hex(3)}:{urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"


def _make(path: Path) -> None:
    """A ring with one key, once; of two processes that start at once the first one wins. Raises InputError when
    one vanished."""
    if apps.get_model("casework", "Person")._default_manager.exists():
        raise InputError.of(
            str(path),
            "the key ring is gone, and there is data that it sealed",
            "the file, out of your backup",
            suggestion=f"Put it back, or give the keys as {KEYS}_FILE.",
        )
    _write(path, _line(), once=True)


def add_key() -> str:
    """Put a new key in front of the ring's file, which seals from now on; gives its name. Raises InputError
    when the environment gives the ring."""
    if secret(KEYS) or variable(f"{KEYS}_FILE"):
        raise InputError.of(KEYS, "the environment gives the ring", "a new line there, in front")
    ring()
    path, line = key_file(), _line()
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        if (
            fcntl is not None
        ):  # of two who add a key at once, the second puts its key in front of the first
            fcntl.flock(lock, fcntl.LOCK_EX)
        _write(path, f"{line}\n{path.read_text('ascii').strip()}", once=False)
    return line.partition(":")[0]


def _write(path: Path, text: str, *, once: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        if once:
            os.link(temporary, path)
        else:
            temporary.replace(path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)


class SealedRow(models.Model):
    """A row with sealed fields. ``bound`` is a name of chance of this row alone, to which its values are bound: it is
    in no other row, and a copy of a row gets another."""

    bound = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **named: Any) -> None:
        """Write it; what is new, also a copy, is bound anew."""
        if self._state.adding:
            for field in self._meta.concrete_fields:
                if isinstance(field, SealedField):
                    getattr(self, field.attname)  # opened while it is still bound as it was
            self.bound = new_token()
        super().save(*args, **named)


def bound_to(about: str, household: object, bound: str) -> str:
    """To what a value is bound: its table and field, its household ('' for a person) and its row."""
    return f"{about}:{household or ''}:{bound}"


@dataclass(frozen=True)
class _Stored:
    """A value as it is kept, which nobody opened yet."""

    sealed: str = field(repr=False)


@dataclass(frozen=True)
class _Text:
    """A text on its way into a row."""

    text: str = field(repr=False)
    about: str


class _Opened(DeferredAttribute):
    """A sealed field of a row: opened when it is first read."""

    field: Any  # a SealedField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """The text. Raises WrongKeyError."""
        value = super().__get__(instance, cls)
        if isinstance(value, _Stored):
            value = ring().open(value.sealed, self.field.bound_in(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Another text; with this, reading always passes here."""
        instance.__dict__[self.field.attname] = value


class SealedField(models.TextField):  # type: ignore[type-arg]
    """A text of a ``SealedRow`` that is sealed on its way into the database and opened when it is read; ``lines``: it
    may have more than one. Nothing can be looked up by it, and it is written by the ``save`` of its row alone."""

    descriptor_class = _Opened

    def __init__(self, *args: Any, lines: bool = False, **named: Any) -> None:
        named.setdefault("max_length", 20_000 if lines else 300)
        super().__init__(*args, **named)
        self.lines = lines

    @property
    def about(self) -> str:
        """Table and field."""
        return f"{self.model._meta.model_name}.{self.name}"

    def bound_in(self, row: Any) -> str:
        """To what its value is bound in a row."""
        return bound_to(self.about, getattr(row, "household_id", None), row.bound)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """What goes into the row: what nobody opened stays as it is."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, _Stored):
            return value
        return _Text(str(value), self.bound_in(model_instance))

    def get_prep_value(self, value: Any) -> Any:
        """As it is kept. Raises ValidationError for what can't stand in a text, FieldError without a row."""
        if value is None:
            return None
        if isinstance(value, _Stored):
            return value.sealed
        if not isinstance(value, _Text):
            raise FieldError(f"{self.about} is bound to its row: write it by save()")
        (validate_paragraphs if self.lines else validate_line)(value.text)
        return ring().seal(value.text, value.about)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """As it is kept, until somebody reads it."""
        return None if value is None else _Stored(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value. Raises FieldError."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.about} is sealed: look it up by its blind index")

    def formfield(self, **named: Any) -> Any:
        """A line, or paragraphs."""
        kind = ParagraphsFormField if self.lines else LineFormField
        defaults: dict[str, Any] = {"form_class": kind, "max_length": self.max_length}
        if not self.lines:
            defaults["widget"] = kind.widget
        return super().formfield(**{**defaults, **named})

    def deconstruct(self) -> Any:
        """For migrations: the column is a text; what belongs to forms alone is left out."""
        name, _path, args, named = super().deconstruct()
        named.pop("max_length", None)
        return name, "django.db.models.TextField", args, named


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """Under what a row is found by the plain text of its sealed fields ``of``, whatever their capitals."""

    def __init__(self, *args: Any, of: Sequence[str] = (), **named: Any) -> None:
        named.update(max_length=80, db_index=True, editable=False, default="")
        super().__init__(*args, **named)
        self.of = of

    @property
    def about(self) -> str:
        """To what its values are bound."""
        return f"{self.model._meta.model_name}.{self.name}"

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """The index by the current key."""
        text = plain_text(*(getattr(model_instance, name) for name in self.of))
        value = ring().current.index(text, self.about)
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """For migrations it is a short text."""
        name, _path, args, named = super().deconstruct()
        return name, "django.db.models.CharField", args, named


def plain_text(*parts: object) -> str:
    """Values as an index compares them: without capitals, or space around or twice within."""
    return "\0".join(" ".join(str(part or "").casefold().split()) for part in parts)


def digest_of(code: str) -> str:
    """SHA-256 of a code with 80 bits of chance, in hexadecimal."""
    return hashlib.sha256(code.encode()).hexdigest()
