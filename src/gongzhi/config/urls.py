"""Where every page hangs."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongzhi.web.pages.urls")),
    path("", include("gongzhi.cases.pages.urls")),
    path("", include("gongzhi.people.pages.urls")),
    path("", include("gongzhi.places.pages.urls")),
    path("", include("gongzhi.organisations.pages.urls")),
    path("", include("gongzhi.mandates.pages.urls")),
    path("", include("gongzhi.meetings.pages.urls")),
    path("", include("gongzhi.voting.pages.urls")),
    path("", include("gongzhi.opinions.pages.urls")),
    path("", include("gongzhi.deliberation.pages.urls")),
    path("", include("gongzhi.ledger.pages.urls")),
    path("", include("gongzhi.assessments.pages.urls")),
    path("", include("gongzhi.projects.pages.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}web/mark.svg")),
]
