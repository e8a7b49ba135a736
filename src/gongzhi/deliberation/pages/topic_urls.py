"""The addresses of topics: near me, one whole, taking part, the ledger, and the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.deliberation.pages import desk, ledger, part, rights, topics

urlpatterns: list[URLPattern | URLResolver] = [
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", part.new, name="topic_new"),
    path("topics/ledger/", ledger.ledger, name="topics_ledger"),
    path("topics/pool/<slug:code>/", part.pool, name="topic_pool"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/unheard/", topics.unheard, name="topic_unheard"),
    path("topics/<int:topic_id>/<slug:act>/", part.take_part, name="topic_part"),
    path("work/topics/", desk.topics, name="topics_desk"),
    path("work/topics/rights/", rights.rights, name="topic_rights"),
    path("work/topics/<int:topic_id>/", desk.topic, name="topic_desk"),
    path("work/topics/<int:topic_id>/<slug:name>/", desk.act, name="topic_act"),
]
