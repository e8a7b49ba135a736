"""The addresses of bodies, the register, one's own data, and (in a demonstration) of its people."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from gongzhi.organisations.pages import faces, own, passwords, powers, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("bodies/<int:body_id>/", views.body, name="body"),
    path("powers/", powers.powers, name="powers"),
    path("register/<int:place_id>/", views.register, name="register"),
    path("register/terms/<int:term_id>/end/", views.end, name="term_end"),
    path("register/terms/<int:term_id>/stand-in/", views.stand_in, name="term_stand_in"),
    path("register/passwords/", passwords.lend, name="lend_password"),
    path("me/data/", own.own, name="own_data"),
    path("me/data/consent/", own.consent, name="own_consent"),
    path("me/data/totals/", own.describe, name="own_describe"),
    path("me/data/erase/", own.erase, name="own_erase"),
]
if settings.DEMO:
    urlpatterns += [path("demo/sign-in/", faces.faces, name="demo_faces")]
