"""The addresses of projects: for everybody, my own, the paper, the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.projects.pages import project_desk, project_help, project_paper, project_public

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", project_public.listed, name="projects"),
    path("projects/mine/", project_public.mine, name="projects_mine"),
    path("projects/photos/<int:photo_id>.jpg", project_public.photo, name="project_photo"),
    path("projects/<int:project_id>/", project_public.one, name="project"),
    path("projects/<int:project_id>/notice/", project_paper.page, name="project_notice"),
    path("projects/<int:project_id>/notice.pdf", project_paper.paper, name="project_notice_pdf"),
    path("projects/<int:project_id>/part/<slug:name>/", project_public.part, name="project_part"),
    path("work/projects/", project_desk.listed, name="projects_desk"),
    path("work/projects/new/", project_desk.new, name="project_new"),
    path("work/projects/<int:project_id>/", project_desk.one, name="project_desk"),
    path("work/projects/<int:project_id>/answers/", project_help.listed, name="project_help"),
    path("work/projects/<int:project_id>/answers/<int:person_id>/", project_help.one, name="project_help_one"),
    path("work/projects/<int:project_id>/<slug:name>/", project_desk.act, name="project_act"),
]
