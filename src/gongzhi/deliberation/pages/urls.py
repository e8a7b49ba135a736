"""The addresses of topics, councils, covenants and the rules in force."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongzhi.deliberation.pages.topic_urls")),
    path("", include("gongzhi.deliberation.pages.covenant_urls")),
]
