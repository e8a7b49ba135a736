"""Sessions in their table as Django keeps them, found and begun by one statement each: every page asks for one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError
from django.contrib.sessions.models import Session
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import get_random_string

from gongzhi.record.kept import Kept

_OPEN = Kept(lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at))


class SessionStore(db.SessionStore):
    """Nothing is remembered between requests: a session that was ended is gone at the next one."""

    def _get_session_from_db(self) -> Any:
        """The row; None, and no key any more, where there is none that is still good."""
        key = self.session_key
        found = next(iter(_OPEN(key=key, at=timezone.now())), None) if key else None
        if found is None:
            self._session_key = None
        return found

    def _get_new_session_key(self) -> str:
        """Not looked up first: the table itself takes no key twice, and `create` then tries another."""
        return get_random_string(32, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """A new session is one statement without a transaction of its own; what is there already is changed as ever."""
        if self.session_key is None or not must_create:
            super().save(must_create)
            return
        row = self.create_model_instance(self._get_session(no_load=True))  # type: ignore[attr-defined]
        connection = connections[router.db_for_write(Session, instance=row)]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [row.session_key, row.session_data, connection.ops.adapt_datetimefield_value(row.expire_date)],
            )
            if cursor.rowcount != 1:
                raise CreateError
