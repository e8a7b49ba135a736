"""The addresses of recurring problems: the staff's list and pages, and 每月一题 for everybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongzhi.web.pages import problems, problems_acts, problems_month

urlpatterns: list[URLPattern] = [
    path("work/problems/", problems.problems, name="problems"),
    path("work/problems/<int:problem_id>/", problems.problem, name="problem"),
    path("work/problems/<int:problem_id>/<slug:move>/", problems_acts.act, name="problem_act"),
    path("problems/", problems_month.here, name="months"),
    path("problems/of/<int:problem_id>/", problems_month.public, name="problem_public"),
    path("problems/<slug:code>/", problems_month.month, name="month_here"),
    path("problems/<slug:code>/<int:month>/", problems_month.month, name="month_of"),
]
