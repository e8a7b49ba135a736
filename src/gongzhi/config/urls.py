"""Where every page hangs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongzhi.web.pages.urls")),
    path("", include("gongzhi.people.pages.urls")),
    path("", include("gongzhi.organisations.pages.urls")),
]
