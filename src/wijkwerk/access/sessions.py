"""Sessions in the database, by the digest of their key, with whose they are and since when."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

USER, STARTED, VERIFIED = "_auth_user_id", "started", "verified"


def row_key(session_key: str | None) -> str:
    """Under which key a session is stored: 40 hexadecimals of the digest of its own."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Django's, but a stolen table or backup opens no session."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our own table."""
        # By its name: the table knows this engine already.
        return apps.get_model("access", "UserSession")

    def _get_session_from_db(self) -> Any:
        from django.utils import timezone

        model = self.model.objects.filter(
            session_key=row_key(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if model is None:
            self._session_key = None
        return model

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return bool(self.model.objects.filter(session_key=row_key(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of this session."""
        started = data.get(STARTED)
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return self.get_model_class()(
            session_key=row_key(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=int(data[USER]) if data.get(USER) else None,
            started_at=datetime.fromisoformat(started) if started else None,
        )

    def delete(self, session_key: str | None = None) -> None:
        """Remove the session with this key, or this one."""
        key = self.session_key if session_key is None else session_key
        if key is not None:
            self.model.objects.filter(session_key=row_key(key)).delete()
