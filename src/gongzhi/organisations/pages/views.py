"""A body's public page, and the register in which people in office end terms and arrange substitutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.organisations import selectors, services, words
from gongzhi.organisations.models import Body, Seat, Term
from gongzhi.organisations.pages.actors import actor_of, for_people
from gongzhi.organisations.pages.forms import EndForm, StandInForm, start_of
from gongzhi.organisations.pages.powers import of_body
from gongzhi.organisations.permits import Office
from gongzhi.places import selectors as places

PAGE = 50


def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """What a body is, whom to call, which offices it has and what each may do; names only of public offices."""
    try:
        found = selectors.body(body_id)
    except Body.DoesNotExist as error:
        raise Http404 from error
    seats = list(selectors.seats_of(body_id))
    held: dict[int, list[str]] = {}
    for term in selectors.holders(body_id, words.PUBLIC_ROLES):
        held.setdefault(term.seat_id, []).append(term.person.name)
    context = {
        "body": found,
        "kind": words.BODY_KINDS[found.kind],
        "where": places.names(found.place),
        "over": found.until is not None and found.until <= clock.today().date(),
        "seats": [{"seat": s, "place": s.place, "names": [n for n in held.get(s.pk, []) if n]} for s in seats],
        **of_body(found, {s.role for s in seats}),
        "uppers": [r.upper for r in selectors.relations_of(body_id) if r.lower_id == body_id and r.kind in words.TREES],
    }
    return render(request, "organisations/body.html", context)


@for_people
def register(request: HttpRequest, place_id: int) -> HttpResponse:
    """The register of a place: bodies, seats, terms, start, end, source."""
    actor, place = actor_of(request), places.get(place_id)
    require(actor, "organisations.read_register", Office(place.path))
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in words.BODY_KINDS else ""
    seats = selectors.register_seats(place, kinds=[kind] if kind else None)
    page, shown = _page(request, seats)
    context = {
        "place": place,
        "where": places.names(place),
        "lines": [_line(actor, entry) for entry in shown],
        "kinds": words.BODY_KINDS,
        "kind": kind,
        "lends": bool(next(actor.seats_as("operator"), None)),
        **page,
    }
    return render(request, "organisations/register.html", context)


def _page(request: HttpRequest, seats: QuerySet[Seat]) -> tuple[dict[str, Any], list[selectors.Entry]]:
    text = request.GET.get("page", "1")
    number = max(1, digits(text, 6) or 1)
    start = (number - 1) * PAGE
    rows = list(seats[start : start + PAGE + 1])
    more = number + 1 if len(rows) > PAGE else 0
    return {"number": number, "before": number - 1, "after": more}, selectors.entries(rows[:PAGE])


def _line(actor: Any, entry: selectors.Entry) -> dict[str, Any]:
    now = clock.now()
    office = Office(entry.seat.place.path, entry.seat.role)
    yours = entry.seat.ended_at is None and bool(may(actor, "organisations.seat", office))
    terms = [{"term": t, "over": t.until is not None and t.until <= now} for t in entry.terms]
    return {"entry": entry, "kind": words.BODY_KINDS[entry.body.kind], "terms": terms, "may": yours}


def _term(request: HttpRequest, term_id: int) -> Term:
    """The term, if the reader may arrange it; one that they may not arrange is not shown to them at all."""
    try:
        term = selectors.term(term_id)
    except Term.DoesNotExist as error:
        raise Http404 from error
    require(actor_of(request), "organisations.seat", Office(term.seat.place.path, term.seat.role))
    return term


@for_people
def end(request: HttpRequest, term_id: int) -> HttpResponse:
    """End a term, now or on a day, with a successor where one is needed."""
    term = _term(request, term_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        given = {"at": start_of(on + timedelta(days=1)) if on else None, "successor_id": form.cleaned_data["successor"]}
        if _done(form, lambda: services.end_term(actor=actor_of(request), term_id=term_id, **given)):
            messages.success(request, _("记下了，权限已按时间收回"))
            return redirect("register", place_id=term.seat.place_id)
    sole = term.seat.role in words.SOLE_ROLES and term.substitute_for_id is None
    return render(request, "organisations/end.html", {"term": term, "form": form, "sole": sole})


@for_people
def stand_in(request: HttpRequest, term_id: int) -> HttpResponse:
    """Arrange who stands in for the holder of a term."""
    term = _term(request, term_id)
    form = StandInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        since = start_of(said["since"]) if said["since"] and said["since"] > clock.today().date() else None
        given = {"person_id": said["person"], "since": since, "until": start_of(said["until"] + timedelta(days=1))}
        if _done(form, lambda: services.substitute(actor=actor_of(request), term_id=term_id, **given)):
            messages.success(request, _("代理安排好了，到日子自动停止"))
            return redirect("register", place_id=term.seat.place_id)
    return render(request, "organisations/stand_in.html", {"term": term, "form": form})


def _done(form: forms.Form, act: Any) -> bool:
    """Whether the act was done; its refusal is shown at the field at fault. What the seat forbids stays a 403."""
    try:
        act()
    except Refused as refusal:
        if refusal.code == "denied":
            raise
        names = {"at": "on"}
        field = names.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal.message))
        return False
    return True
