"""Photographs of a report that is not sent yet: checked and re-encoded at once, kept for a day, then swept away."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone

from gongzhi.cases.services.photos import reencoded

FOLDER = "drafts"
KEPT = timedelta(days=1)
_TOKEN = re.compile(r"[0-9a-f]{32}")
_MOST_SWEPT = 50


def _path(token: str) -> str:
    return f"{FOLDER}/{token}.jpg"


def keep_photo(file: IO[bytes]) -> str:
    """Keep one photograph; returns its secret name. Refused: "photo_size", "photo_kind", "photo_pixels"."""
    data, _width, _height = reencoded(file)
    sweep()
    token = secrets.token_hex(16)
    default_storage.save(_path(token), ContentFile(data))
    return token


def open_photo(token: str) -> File[bytes] | None:
    """The photograph with this name, or None when it is gone."""
    if not _TOKEN.fullmatch(token) or not default_storage.exists(_path(token)):
        return None
    return default_storage.open(_path(token))


def drop_photos(tokens: Iterable[str]) -> None:
    """Remove photographs that are sent or no longer wanted."""
    for token in tokens:
        if _TOKEN.fullmatch(token):
            default_storage.delete(_path(token))


def sweep() -> int:
    """Remove what nobody sent for a day, a few at a time; returns how many."""
    if not default_storage.exists(FOLDER):
        return 0
    # The age of a file is the machine's, not the moved clock's of a demonstration.
    oldest = timezone.now() - KEPT
    gone = 0
    for name in default_storage.listdir(FOLDER)[1][:_MOST_SWEPT]:
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < oldest:
            default_storage.delete(f"{FOLDER}/{name}")
            gone += 1
    return gone
