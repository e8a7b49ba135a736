"""Addresses for the tests of the frame: the gallery, a list whose rows go, a panel that opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from gongzhi.config.urls import urlpatterns as _house
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.web.pages import gallery

WORKER = Actor(person_id=1, seats=(Seat(1, "community_worker", 1, "residents_committee", 1, "00000001", "community"),))
LIST = """{% extends "web/base.html" %}{% block title %}行{% endblock %}{% block main %}<h1>行</h1>
<ul data-rows="rows" id="rows" class="gz-cards">{% for n in numbers %}<li data-row id="row-{{ n }}">
<a href="/matter/{{ n }}/" data-row-link>第 {{ n }} 件</a>
<button id="take-{{ n }}" hx-post="/take/{{ n }}/" hx-target="#row-{{ n }}" hx-swap="outerHTML">接第 {{ n }} 件</button>
<input type="checkbox" class="form-check-input" data-row-select aria-label="{{ n }}"></li>{% endfor %}</ul>
<form id="batch"><p data-batch-said data-none="0" data-one="1" data-some="{n}"></p></form>
<button id="open" aria-controls="panel" hx-get="/panel/" hx-target="#panel">打开</button><div id="panel"></div>
<button id="same" hx-get="/same/" hx-swap="outerHTML">同一个</button>
<form method="post" action="/slow/"><label for="field">字</label><textarea id="field" name="field"></textarea></form>
<button id="acc" data-key="a">接</button><script src="/static/web/draft.js" defer></script>{% endblock %}"""
MATTER = """{% extends "web/base.html" %}{% block title %}件{% endblock %}
{% block back %}{% include "web/parts/back.html" with url="/rows/" list="rows" %}{% endblock %}
{% block main %}<h1>第 {{ n }} 件</h1>{% endblock %}"""
PANEL = """<div data-panel><h2>写答复</h2>
<button id="shut" data-close hx-get="/empty/" hx-target="#panel">关上</button></div>"""


def _page(request: HttpRequest, source: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def rows(request: HttpRequest) -> HttpResponse:
    """Thirty rows, enough to scroll."""
    return _page(request, LIST, numbers=range(1, 31))


def worker_rows(request: HttpRequest) -> HttpResponse:
    """The same for somebody in office, who has keys."""
    request.actor = WORKER  # type: ignore[attr-defined]
    return rows(request)


def matter(request: HttpRequest, n: int) -> HttpResponse:
    """One matter, with the way back to its row."""
    return _page(request, MATTER, n=n)


def take(request: HttpRequest, n: int) -> HttpResponse:
    """The row goes, and the page says so."""
    return HttpResponse("", headers={"HX-Trigger": '{"announce": "taken"}'})


def staff_panes(request: HttpRequest) -> HttpResponse:
    """The two panes as a worker sees them."""
    request.actor = WORKER  # type: ignore[attr-defined]
    return gallery.panes(request)


def broken(request: HttpRequest) -> HttpResponse:
    """A page that falls."""
    raise RuntimeError("fallen")


urlpatterns = [
    path("gallery/", gallery.gallery),
    path("gallery/inbox/", gallery.panes),
    path("gallery/staff/", staff_panes),
    path("gallery/sheet/", gallery.sheet),
    path("gallery/errors/<slug:name>/", gallery.error),
    path("rows/", rows),
    path("staff/rows/", worker_rows),
    path("matter/<int:n>/", matter),
    path("take/<int:n>/", take),
    path("panel/", lambda request: HttpResponse(PANEL)),
    path("empty/", lambda request: HttpResponse("")),
    path(
        "same/", lambda request: HttpResponse('<button id="same" hx-get="/same/" hx-swap="outerHTML">同一个</button>')
    ),
    path("broken/", broken),
    *_house,
]
