"""The addresses of votes: my ballots, the paper desk, the certificate."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
