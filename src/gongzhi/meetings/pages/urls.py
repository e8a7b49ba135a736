"""The addresses of meetings: the calendar, the hall, minutes and resolutions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
