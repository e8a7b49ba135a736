"""The addresses of the public board and of the staff's three rates."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from gongzhi.web.pages import board, rates, supervision, voices, work

urlpatterns: list[URLPattern] = [
    path("board/", board.board, name="board"),
    path("board/<slug:code>/", board.place_board, name="board_place"),
    path("board/<slug:code>/cases/", board.place_cases, name="board_cases"),
    path("board/<slug:code>/figures.csv", board.place_csv, name="board_csv"),
    path("street/rates/", never_cache(rates.rates), name="street_rates"),
    path("street/rates/cases/", never_cache(rates.cases), name="street_rates_cases"),
    path("street/rates/again/", never_cache(work.asked_again), name="street_again"),
    path("street/supervision/", never_cache(supervision.supervision), name="supervision"),
    path("street/voices/", never_cache(voices.who_speaks), name="street_voices"),
    path("street/voices/outreach/", never_cache(voices.outreach), name="street_outreach"),
]
