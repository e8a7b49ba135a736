"""The addresses of needs and resources: for everybody, my own, and the desks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.projects.pages import (
    needs,
    needs_desk,
    needs_new,
    needs_report,
    pledges,
    registering,
    registering_desk,
    resources,
    resources_desk,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("needs/", needs.listed, name="needs"),
    path("needs/new/", needs_new.new, name="need_new"),
    path("needs/mine/", needs.mine, name="needs_mine"),
    path("needs/report/", needs_report.report, name="needs_report"),
    path("needs/<int:need_id>/", needs.one, name="need"),
    path("needs/<int:need_id>/<slug:name>/", needs.act, name="need_act"),
    path("resources/", resources.listed, name="resources"),
    path("resources/mine/", resources.mine, name="resources_mine"),
    path("resources/new/", resources.new, name="resource_new"),
    path("resources/<int:resource_id>/", resources.one, name="resource"),
    path("work/needs/", needs_desk.listed, name="needs_desk"),
    path("work/needs/checkin/", registering_desk.checkin, name="checkin_desk"),
    path("work/needs/<int:need_id>/", needs_desk.one, name="need_desk"),
    path("work/needs/<int:need_id>/<slug:name>/", needs_desk.act, name="need_desk_act"),
    path("work/checkin/<int:place_id>/<slug:name>/", registering_desk.act, name="checkin_act"),
    path("checkin/", registering.mine, name="checkin_mine"),
    path("checkin/new/", registering.new, name="checkin_new"),
    path("checkin/<int:registration_id>/claim/", registering.claim, name="checkin_claim"),
    path("checkin/<int:registration_id>/leave/", registering.leave, name="checkin_leave"),
    path("checkin/claims/<int:claim_id>/<slug:name>/", registering.tell, name="claim_act"),
    path("work/resources/money/", pledges.new, name="pledge_new"),
    path("work/resources/money/<int:pledge_id>/received/", pledges.came_in, name="pledge_received"),
    path("work/resources/<int:resource_id>/", resources_desk.one, name="resource_desk"),
    path("work/resources/<int:resource_id>/<slug:name>/", resources_desk.act, name="resource_desk_act"),
]
