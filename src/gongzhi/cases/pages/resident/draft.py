"""What somebody has written so far, kept in the session between the steps of a report."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest

from gongzhi.cases import services

_KEY = "report"


def read(request: HttpRequest) -> dict[str, Any]:
    """The report so far; empty before the first word."""
    return dict(request.session.get(_KEY, {}))


def keep(request: HttpRequest, **values: Any) -> dict[str, Any]:
    """Put values into the report so far, and give it a key that makes sending twice harmless."""
    kept = {"key": secrets.token_hex(16), **read(request), **values}
    request.session[_KEY] = kept
    return kept


def photos(request: HttpRequest) -> list[str]:
    """The secret names of the photographs kept so far."""
    return list(read(request).get("photos", []))


def drop(request: HttpRequest) -> None:
    """The report is sent or given up: nothing of it stays here."""
    services.drop_photos(photos(request))
    request.session.pop(_KEY, None)
