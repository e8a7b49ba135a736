"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongzhi.projects.pages.project_urls")),
    path("", include("gongzhi.projects.pages.needs_urls")),
    path("", include("gongzhi.projects.pages.rounds_urls")),
    path("", include("gongzhi.projects.pages.partners_urls")),
]
