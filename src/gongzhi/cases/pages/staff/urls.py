"""The addresses of the staff pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongzhi.cases.pages.staff import batch, inbox, matter, moves, sides, sorting, street, take_in, undo, whistles

urlpatterns: list[URLPattern] = [
    path("work/", inbox.inbox, name="inbox"),
    path("work/arrivals/", inbox.arrivals, name="work_arrivals"),
    path("work/batch/", batch.batch, name="work_batch"),
    path("work/take-in/", take_in.take_in, name="take_in"),
    path("work/take-in/<str:key>/", take_in.receipt, name="take_in_receipt"),
    path("work/sort/", sorting.desk, name="sorting"),
    path("work/sort/back/", sorting.back, name="sorting_back"),
    path("work/sort/<int:case_id>/", sorting.send, name="sorting_send"),
    path("work/whistles/", whistles.whistles, name="whistles"),
    path("work/calls/<int:call_id>/rate/", whistles.rate, name="rate_call"),
    path("work/undo/", undo.undo, name="work_undo"),
    path("work/closed/", moves.closed, name="work_closed"),
    path("work/matters/", moves.matters, name="work_matters"),
    path("work/photos/<int:photo_id>/", sides.photo, name="work_photo"),
    path("work/photos/<int:photo_id>/release/", sides.release_photo, name="work_release_photo"),
    path("work/m/<int:case_id>/", matter.matter, name="work_matter"),
    path("work/m/<int:case_id>/note/", sides.note, name="work_note"),
    path("work/m/<int:case_id>/pause/", sides.pause, name="work_pause"),
    path("work/m/<int:case_id>/resume/", sides.resume, name="work_resume"),
    path("work/m/<int:case_id>/heading/", sides.heading, name="work_heading"),
    path("work/m/<int:case_id>/contact/", sides.contact, name="work_contact"),
    path("work/m/<int:case_id>/judge/", sides.judge, name="work_judge"),
    path("work/m/<int:case_id>/call-back/", sides.call_back, name="work_call_back"),
    path("work/m/<int:case_id>/advice/", moves.advice, name="work_advice"),
    path("work/m/<int:case_id>/<slug:move>/", moves.move, name="work_move"),
    path("street/", street.ladder, name="ladder"),
    path("street/cases/", street.cases, name="street_cases"),
    path("street/cases.csv", street.download, name="street_download"),
]
