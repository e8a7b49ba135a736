"""The addresses of purchases, venture calls, facilities and shared workspaces."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.projects.pages import facilities, linkage, purchases, ventures

urlpatterns: list[URLPattern | URLResolver] = [
    path("purchases/", purchases.purchases, name="purchases"),
    path("purchases/<int:tender_id>/", purchases.purchase, name="purchase"),
    path("work/purchases/project/<int:project_id>/", purchases.draw, name="purchase_draw"),
    path("work/purchases/<int:tender_id>/", purchases.desk_one, name="purchase_desk"),
    path("work/purchases/<int:tender_id>/bid/", purchases.bid, name="purchase_bid"),
    path("work/purchases/<int:tender_id>/bids/<int:bid_id>/", purchases.name, name="purchase_name"),
    path("work/purchases/<int:tender_id>/do/<slug:name>/", purchases.act, name="purchase_act"),
    path("ventures/", ventures.ventures, name="ventures"),
    path("ventures/<int:venture_id>/", ventures.venture, name="venture"),
    path("ventures/<int:venture_id>/file.json", ventures.file, name="venture_file"),
    path("ventures/<int:venture_id>/score/", ventures.scoring, name="venture_scoring"),
    path("ventures/<int:venture_id>/score/<slug:code>/", ventures.score, name="venture_score"),
    path("ventures/<int:venture_id>/tie/", ventures.tie, name="venture_tie"),
    path("work/ventures/new/", ventures.new, name="venture_new"),
    path("work/ventures/<int:venture_id>/", ventures.desk_one, name="venture_desk"),
    path("work/ventures/<int:venture_id>/propose/", ventures.propose, name="venture_propose"),
    path("work/ventures/<int:venture_id>/ask/", ventures.ask, name="venture_ask"),
    path("work/ventures/<int:venture_id>/do/<slug:name>/", ventures.act, name="venture_act"),
    path("work/ventures/tranches/<int:tranche_id>/<slug:name>/", ventures.tranche, name="venture_tranche"),
    path("facilities/", facilities.facilities, name="facilities"),
    path("facilities/<int:facility_id>/", facilities.facility, name="facility"),
    path("facilities/<int:facility_id>/rate/", facilities.rate, name="facility_rate"),
    path("work/facilities/new/", facilities.register, name="facility_new"),
    path("work/facilities/<int:facility_id>/agreement/", facilities.agree, name="facility_agree"),
    path("work/agreements/<int:agreement_id>/<slug:name>/", facilities.settle, name="agreement_settle"),
    path("work/agreements/<int:agreement_id>/log/<slug:name>/", facilities.log, name="agreement_log"),
    path("work/linkage/", linkage.listed, name="linkages"),
    path("work/linkage/new/<slug:about>/<int:about_id>/", linkage.new, name="linkage_new"),
    path("work/linkage/<int:workspace_id>/", linkage.one, name="linkage"),
    path("work/linkage/<int:workspace_id>/join/", linkage.join, name="linkage_join"),
    path("work/linkage/<int:workspace_id>/leave/<int:party_id>/", linkage.leave, name="linkage_leave"),
    path("work/linkage/<int:workspace_id>/act/", linkage.act, name="linkage_act"),
    path("work/linkage/<int:workspace_id>/switch/", linkage.switch, name="linkage_switch"),
    path("work/linkage/<int:workspace_id>/close/", linkage.close, name="linkage_close"),
]
