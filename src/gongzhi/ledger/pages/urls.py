"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.ledger.pages import acts, desk, export, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("funds/", public.funds, name="funds"),
    path("funds/<int:fund_id>/", public.fund, name="fund"),
    path("funds/<int:fund_id>/entries/<int:entry_id>/", public.entry, name="fund_entry"),
    path("funds/<int:fund_id>/splits/<int:split_id>/", public.split, name="fund_split"),
    path("funds/<int:fund_id>/export/<slug:form>/", export.export, name="fund_export"),
    path("work/funds/", desk.desk_funds, name="desk_funds"),
    path("work/funds/new/", desk.new, name="fund_new"),
    path("work/funds/<int:fund_id>/", desk.fund, name="desk_fund"),
    path("work/funds/<int:fund_id>/do/<slug:act>/", acts.act, name="fund_act"),
    path("work/funds/imports/<int:run_id>/refused/", export.refused_rows, name="run_refused"),
    path("work/payments/<int:payment_id>/", desk.payment, name="payment"),
    path("work/payments/<int:payment_id>/do/<slug:move>/", desk.payment_act, name="payment_act"),
    path("work/entries/<int:entry_id>/reverse/", desk.reverse_entry, name="entry_reverse"),
]
