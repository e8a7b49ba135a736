"""The addresses that residents know; the short ones stand on paper and in QR codes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.cases.pages.resident import acts, follow, matter, report, where

urlpatterns: list[URLPattern | URLResolver] = [
    path("report/", report.what, name="report"),
    path("report/where/", where.where, name="report_where"),
    path("report/map/", where.on_map, name="report_map"),
    path("report/check/", report.check, name="report_check"),
    path("report/photo/<slug:token>/", report.kept_photo, name="report_photo"),
    path("r/", follow.follow, name="follow"),
    path("r/<str:code>/", matter.by_receipt, name="receipt"),
    path("mine/", follow.mine, name="mine"),
    path("m/<int:case_id>/", matter.matter, name="matter"),
    path("m/<int:case_id>/picture/<int:photo_id>/", matter.picture, name="matter_picture"),
    path("r/<str:code>/picture/<int:photo_id>/", matter.picture, name="receipt_picture"),
    path("m/<int:case_id>/me-too/", acts.me_too, name="matter_second"),
]
for _name, _view in (
    ("judge", acts.judge),
    ("words", acts.words),
    ("photo", acts.photo),
    ("withdraw", acts.withdraw),
):
    urlpatterns += [
        path(f"m/<int:case_id>/{_name}/", _view, name=f"matter_{_name}"),
        path(f"r/<str:code>/{_name}/", _view, name=f"receipt_{_name}"),
    ]
