"""Where the pages of cases hang: residents' and staff's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongzhi.cases.pages.resident.urls")),
    path("", include("gongzhi.cases.pages.staff.urls")),
]
