"""What the tests of the frame share: the gallery's addresses, and a worker whose office needs no tables."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gongzhi.web import frame


@pytest.fixture
def gallery(settings, monkeypatch, client):
    """A client of the gallery."""
    settings.ROOT_URLCONF = "web.gallery_urls"
    office = SimpleNamespace(name="南油社区居委会", place=SimpleNamespace(name="南油社区"))
    monkeypatch.setattr(frame.organisations, "body", lambda body_id: office)
    return client
