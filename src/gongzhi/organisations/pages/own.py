"""What the house holds about me, who looked and why, what I agreed to, and how to end it.

It stands here and not in people because it names the offices from which somebody looked.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors
from gongzhi.organisations.pages.actors import actor_of, for_people
from gongzhi.organisations.pages.forms import DescriptionForm, EntriesForm
from gongzhi.people import selectors as people
from gongzhi.people import services as people_services
from gongzhi.people.words import CONSENT_PURPOSES, PURPOSES


@never_cache
@for_people
def own(request: HttpRequest) -> HttpResponse:
    """The page itself; sending its form puts one's entries right."""
    me = int(request.user.pk or 0)
    person = people.person(me)
    form = EntriesForm(
        request.POST if request.method == "POST" else None, initial={"name": person.name, "phone": person.phone}
    )
    if request.method == "POST" and form.is_valid() and _put_right(request, form):
        messages.success(request, _("改好了"))
        return redirect("own_data")
    context = {
        "form": form,
        "person": person,
        "held": [*people.held_about(me), *people.held_for_totals(actor_of(request), me)],
        "looks": _looks(me),
        "consents": _consents(me),
        "about_me": DescriptionForm(initial=people.own_description(actor_of(request), me)),
        "described": people.has_consent(me, "statistics"),
        "wish": people.wish_of(me),
        "terms": selectors.terms_of(me),
        "second_factor": people_services.has_second_factor(me),
    }
    return render(request, "organisations/own.html", context)


def _put_right(request: HttpRequest, form: EntriesForm) -> bool:
    try:
        people_services.change_entries(
            actor=actor_of(request), person_id=int(request.user.pk or 0), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal.message))
        return False
    return True


def _looks(person_id: int) -> list[dict[str, object]]:
    """Who looked, in the words of the office from which they did."""
    found = people.accesses_of(person_id)
    seats = selectors.seats({a.seat_id for a in found})
    return [
        {"access": a, "seat": seats.get(a.seat_id), "body": seats[a.seat_id].body if a.seat_id in seats else None}
        for a in found
    ]


def _consents(person_id: int) -> list[dict[str, object]]:
    """Every purpose that rests on consent, and others on which the person has spoken, with the latest word."""
    said = people.consents_of(person_id)
    purposes = [p for p in PURPOSES if p in CONSENT_PURPOSES or p in said]
    if "statistics" not in said:  # agreed to where it is said, in a section of its own
        purposes.remove("statistics")
    return [
        {"purpose": p, "label": PURPOSES[p], "given": p in said and said[p].act == "given", "row": said.get(p)}
        for p in purposes
    ]


@require_POST
@for_people
def consent(request: HttpRequest) -> HttpResponse:
    """Agree to a purpose, or take the agreement back; one button each, equally easy."""
    me, purpose = int(request.user.pk or 0), request.POST.get("purpose", "")
    if request.POST.get("act") == "give":
        people_services.give_consent(actor=actor_of(request), person_id=me, purpose=purpose)
        messages.success(request, _("记下了，随时可以撤回"))
    else:
        people_services.withdraw_consent(actor=actor_of(request), person_id=me, purpose=purpose)
        messages.success(request, _("已撤回，从现在起不再这样用"))
    return redirect("own_data")


@require_POST
@for_people
def describe(request: HttpRequest) -> HttpResponse:
    """Say of oneself what may go into totals; agreeing and saying are one act, and so is taking back."""
    form = DescriptionForm(request.POST)
    said = {name: request.POST.get(name, "") for name in form.fields}
    try:
        people_services.describe_oneself(actor=actor_of(request), person_id=int(request.user.pk or 0), **said)
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("记下了，只进总数。随时可以撤回，撤回就删掉"))
    return redirect("own_data")


@for_people
def erase(request: HttpRequest) -> HttpResponse:
    """Ask to be erased; said once more on a page of its own, because it cannot be undone."""
    if request.method == "POST":
        done = people_services.ask_erasure(actor=actor_of(request), person_id=int(request.user.pk or 0))
        if done:
            logout(request)
            return render(request, "organisations/erased.html")
        messages.info(request, _("记下了。您还有没办完的事或任职，办完后自动删除"))
        return redirect("own_data")
    return render(request, "organisations/erase.html")
