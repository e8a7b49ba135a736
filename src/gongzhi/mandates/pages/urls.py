"""Addresses of the pages of responsibility lists."""

from __future__ import annotations

from django.urls import path

from gongzhi.mandates.pages import drafts, views

urlpatterns = [
    path("list/", views.whole, name="mandates_list"),
    path("list/matter/<slug:code>", views.matter, name="mandates_matter"),
    path("list/editions", views.editions, name="mandates_editions"),
    path("list/editions/<int:version>", views.edition, name="mandates_edition"),
    path("list/editions/<int:version>.<str:form>", views.export, name="mandates_export"),
    path("list/drafts", drafts.desk, name="mandates_drafts"),
    path("list/drafts/<int:list_id>", drafts.draft, name="mandates_draft"),
    path("list/drafts/<int:list_id>/publish", drafts.publish, name="mandates_publish"),
    path("list/drafts/<int:list_id>/drop", drafts.drop, name="mandates_drop"),
]
