"""The addresses of the frame: switches, offline page, installable app, and the gallery of the demonstration."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from gongzhi.web.pages import (
    gallery,
    home,
    lineage,
    public_text,
    rulebook,
    suggesting,
    switches,
    to_project,
    to_topic,
    together,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("c/<slug:code>/", home.community, name="community"),
    path("language/", set_language, name="set_language"),
    path("elder/", switches.elder, name="web_elder"),
    path("offline/", switches.offline, name="web_offline"),
    path("sw.js", switches.service_worker, name="web_service_worker"),
    path("", include("gongzhi.web.pages.board_urls")),
    path("work/m/<int:case_id>/public-text/", public_text.public_text, name="public_text"),
    path("work/sorting/suggestions/", suggesting.suggesting, name="suggesting"),
    path("work/problems/<int:problem_id>/topic/", to_topic.from_problem, name="problem_topic"),
    path("work/m/<int:case_id>/council/", to_topic.from_case, name="case_council"),
    path("work/topics/<int:topic_id>/project/", to_project.project_from, name="topic_project"),
    path("work/needs/from/<str:label>/<int:number>/", to_project.need_from, name="need_from"),
    path("", include("gongzhi.web.pages.problems_urls")),
    path("together/", together.together, name="together"),
    path("lineage/<str:label>/<int:number>/", lineage.whole, name="lineage"),
    path("rules/", rulebook.rules, name="rules_in_force"),
    path("manifest.webmanifest", switches.manifest, name="web_manifest"),
]
if settings.DEMO:
    urlpatterns += [
        path("gallery/", gallery.gallery, name="web_gallery"),
        path("gallery/inbox/", gallery.panes, name="web_gallery_panes"),
        path("gallery/sheet/", gallery.sheet, name="web_gallery_sheet"),
        path("gallery/errors/<slug:name>/", gallery.error, name="web_gallery_error"),
    ]
