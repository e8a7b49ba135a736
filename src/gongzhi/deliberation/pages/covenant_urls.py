"""The addresses of rule texts, of committees in the making, and of the newcomers' page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.deliberation.pages import candidates, covenants, covenants_acts, covenants_desk, newcomers

urlpatterns: list[URLPattern | URLResolver] = [
    path("covenants/", covenants.here, name="covenants"),
    path("covenants/<int:edition_id>/", covenants.covenant, name="covenant"),
    path("covenants/<int:edition_id>/changes/<int:number>/", covenants.changes, name="covenant_changes"),
    path("covenants/<int:edition_id>/notice/", covenants.notice, name="covenant_notice"),
    path("covenants/<int:edition_id>/propose/", covenants.propose, name="covenant_propose"),
    path("covenants/<int:edition_id>/pledge/", covenants.pledge, name="covenant_pledge"),
    path("covenants/proposals/<int:proposal_id>/back/", covenants.withdraw, name="covenant_withdraw"),
    path("committees/<int:selection_id>/", candidates.selection, name="selection"),
    path("committees/<int:selection_id>/mine/", candidates.own, name="candidate_own"),
    path("work/committees/", candidates.selections, name="selections"),
    path("work/committees/<int:selection_id>/", candidates.certify, name="selection_desk"),
    path("work/committees/candidates/<int:candidate_id>/", candidates.review, name="candidate"),
    path("newcomers/", newcomers.newcomers, name="newcomers"),
    path("newcomers/pool/", newcomers.pool, name="newcomers_pool"),
    path("work/covenants/", covenants_desk.listed, name="covenants_desk"),
    path("work/covenants/register/", covenants_desk.register, name="covenant_register"),
    path("work/covenants/new/", covenants_desk.new, name="covenant_new"),
    path("work/covenants/of/<int:covenant_id>/next/", covenants_desk.next_edition, name="covenant_next"),
    path("work/covenants/proposals/<int:proposal_id>/", covenants_desk.answer, name="covenant_answer"),
    path("work/covenants/findings/<int:finding_id>/", covenants_desk.decide, name="covenant_finding"),
    path("work/covenants/surveys/<int:survey_id>/", covenants_acts.survey_answer, name="covenant_survey_answer"),
    path("work/covenants/<int:edition_id>/", covenants_desk.one_text, name="covenant_desk"),
    path("work/covenants/<int:edition_id>/text/", covenants_desk.text, name="covenant_text"),
    path("work/covenants/<int:edition_id>/review/", covenants_desk.review, name="covenant_review"),
    path("work/covenants/<int:edition_id>/survey/", covenants_acts.survey, name="covenant_survey"),
    path("work/covenants/remedies/<int:remedy_id>/", covenants_acts.remedy_ended, name="covenant_remedy"),
    path("work/covenants/<int:edition_id>/remind/", covenants_acts.remind, name="covenant_remind"),
    path("work/covenants/<int:edition_id>/<slug:move>/", covenants_acts.act, name="covenant_act"),
]
