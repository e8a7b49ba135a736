"""Addresses of the pages of places."""

from __future__ import annotations

from django.urls import path

from gongzhi.places.pages import views

urlpatterns = [
    path("places/search", views.search, name="place_search"),
    path("places/<int:place_id>/cells", views.cells, name="place_cells"),
]
