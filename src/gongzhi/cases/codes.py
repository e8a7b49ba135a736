"""Receipt codes: how they are made, and how they are kept so that the tables give none away."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

from gongzhi.cases.rules import CODE_DIGITS, check_digit


def _keyed(purpose: str, text: str) -> hmac.HMAC:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256)


def code_key(code: str) -> str:
    """What is stored for a code."""
    return _keyed("receipt", code).hexdigest()


def new_code(key: str | None) -> str:
    """A new code. The same key gives the same code, so that a repeated sending shows the same receipt."""
    number = int.from_bytes(_keyed("code", key).digest()[:16], "big") if key else secrets.randbits(128)
    digits = str(number % 10 ** (CODE_DIGITS - 1)).zfill(CODE_DIGITS - 1)
    return digits + check_digit(digits)
