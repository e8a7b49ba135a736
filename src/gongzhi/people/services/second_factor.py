"""The second factor: whether this session has shown one, and whether a person has one at all."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from allauth.mfa.models import Authenticator

_KEY = "second_factor"


def note_second_factor(session: MutableMapping[str, Any], person_id: int) -> None:
    """The person has just shown a second factor in this session."""
    session[_KEY] = person_id


def second_factor_shown(session: MutableMapping[str, Any], person_id: int) -> bool:
    """Whether this very person has shown a second factor in this session."""
    return bool(session.get(_KEY) == person_id)


def has_second_factor(person_id: int) -> bool:
    """Whether the person has set up a second factor."""
    return bool(Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.TOTP).exists())
