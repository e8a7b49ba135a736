"""The addresses of a demonstration, for the tests of its one-tap sign-in."""

from __future__ import annotations

from django.urls import include, path

from gongzhi.organisations.pages import faces

urlpatterns = [
    path("demo/sign-in/", faces.faces, name="demo_faces"),
    path("", include("gongzhi.config.urls")),
]
