"""The addresses of a community's budget and of dispute money: for everybody, and the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.projects.pages import rounds, rounds_desk, rounds_part, support

urlpatterns: list[URLPattern | URLResolver] = [
    path("budget/", rounds.rounds, name="budget"),
    path("budget/<int:round_id>/", rounds.round_, name="budget_round"),
    path("budget/<int:round_id>/propose/", rounds_part.propose, name="budget_propose"),
    path("budget/<int:round_id>/result/", rounds.result, name="budget_result"),
    path("budget/<int:round_id>/call/", rounds.call, name="budget_call"),
    path("budget/<int:round_id>/<int:item_id>/", rounds.item, name="budget_item"),
    path("budget/<int:round_id>/<int:item_id>/<slug:act>/", rounds_part.take_part, name="budget_part"),
    path("work/budget/", rounds_desk.rounds, name="budget_desk"),
    path("work/budget/new/", rounds_desk.new, name="budget_new"),
    path("work/budget/<int:round_id>/", rounds_desk.round_, name="budget_desk_round"),
    path("work/budget/<int:round_id>/<slug:name>/", rounds_desk.act, name="budget_act"),
    path("work/budget/<int:round_id>/<int:item_id>/<slug:name>/", rounds_desk.item_act, name="budget_item_act"),
    path("work/support/", support.requests, name="support_desk"),
    path("work/support/new/", support.new, name="support_new"),
    path("work/support/<int:aid_id>/<slug:name>/", support.act, name="support_act"),
]
