"""The addresses of this package: what everybody may read of an assessment, and the desk that runs it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.assessments.pages import desk, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/", public.assessments, name="assessments"),
    path("assessments/<int:assessment_id>/", public.assessment, name="assessment"),
    path("assessments/<int:assessment_id>/working.json", public.working, name="assessment_working"),
    path("assessments/schemes/<int:scheme_id>/", public.scheme, name="assessment_scheme"),
    path("work/assessments/", desk.desk_list, name="desk_assessments"),
    path("work/assessments/new/", desk.start, name="assessment_open"),
    path("work/assessments/scheme/", desk.publish, name="assessment_publish"),
    path("work/assessments/bodies/", desk.organisations_desk, name="assessment_bodies"),
    path("work/assessments/bodies/<int:body_id>/stage/<slug:name>/", desk.stage, name="assessment_stage"),
    path("work/assessments/bodies/<int:body_id>/bar/", desk.bar, name="assessment_bar"),
    path("work/assessments/bodies/<int:body_id>/bar/<int:bar_id>/", desk.lift, name="assessment_lift"),
    path("work/assessments/evidence/<int:evidence_id>/", desk.check, name="assessment_check"),
    path("work/assessments/<int:assessment_id>/", desk.desk_one, name="desk_assessment"),
    path("work/assessments/<int:assessment_id>/evidence/", desk.put, name="assessment_put"),
    path("work/assessments/<int:assessment_id>/do/<slug:name>/", desk.act, name="assessment_act"),
]
