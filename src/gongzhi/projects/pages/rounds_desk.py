"""The desk of a community's budget: the rounds, one round with what waits for me, each act's form and its sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import desk
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.places import selectors as places
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.pages import rounds_said as said
from gongzhi.projects.pages.rounds_forms import EVENING, ActForm, OpenForm, moment
from gongzhi.projects.pages.rounds_table import ACTS, ITEM_ACTS, Act
from gongzhi.projects.permits.rounds import Budgeting
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.services import rounds as services

LISTED = 60


@desk()
def rounds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rounds that the actor's seats have to do with, and what waits for this person in them."""
    rows = list(read.rounds_for(actor)[:LISTED])
    cards = [
        card
        | {
            "url": reverse("budget_desk_round", args=[card["round"].pk]),
            "waits": len(read.wait_for(actor, card["round"])),
        }
        for card in said.cards(rows)
    ]
    return render(request, "projects/budget_desk.html", {"cards": cards, "opens": bool(_home(actor))})


def _home(actor: Actor) -> Any:
    """The seat by which somebody opens a round: of the community or the street."""
    return next(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES), None)


@desk()
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new round of the actor's own body and place."""
    seat = _home(actor)
    if seat is None:
        raise PermissionDenied(_("由社区或者街道来开一轮。"))
    place, posted = places.get(seat.place_id), request.method == "POST"
    form = OpenForm(request.POST if posted else None, place=place)
    if posted and form.is_valid():
        made = _opened(actor, seat, form)
        if made is not None:
            messages.success(request, _("记下了，还没有公布。看看没问题，就开始征集。"))
            return redirect("budget_desk_round", made.pk)
    context = {"form": form, "place": place, "body": organisations.body(seat.body_id), "none": not form.pots}
    return render(request, "projects/budget_new.html", context, status=422 if posted else 200)


def _opened(actor: Actor, seat: Any, form: OpenForm) -> Round | None:
    given = form.cleaned_data
    fund, _sep, purpose = given["pot"].partition(":")
    try:
        return services.open_round(
            actor=actor, body_id=seat.body_id, place_id=seat.place_id, fund_id=int(fund), purpose=purpose,
            year=given["year"], budget=given["budget"], title=given["title"], text=given["text"],
        )  # fmt: skip
    except Refused as refusal:
        field = {"fund": "pot"}.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal))
        return None


def _seen(request: HttpRequest, actor: Actor, round_id: int) -> Round:
    found = read.round_(round_id)
    if found is None:
        raise Http404(_("没有这一轮，请回到列表再选。"))
    answer = may(actor, "round.desk", Budgeting(found.place.path))
    if not answer and not may(actor, "round.run", found):
        raise PermissionDenied(str(answer.reason))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


@desk()
def round_(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """One round for those who run it: what waits for me first, then every proposal with its acts."""
    found = _seen(request, actor, round_id)
    lines = said.item_lines(found, read.items_of(found))
    for row in lines:
        row["item"].round = found
        row["acts"] = [_button(found, row["item"], name) for name in item_acts(actor, row["item"])]
        row["text"] = row["item"].text
    came, waits = read.result(found), {one.pk for one in read.wait_for(actor, found)}
    context = {
        "round": found, **said.state(found), "stages": said.stages(found), "promise": said.promise(found),
        "money": said.money(found), "acts": _bar(actor, found), "lines": lines, "unchecked": read.unchecked(found),
        "waiting": [row for row in lines if row["item"].pk in waits], "story": said.story(found),
        "rest": [row for row in lines if row["item"].pk not in waits],
        "result": said.result(found, came) if came else None, "vote": found.vote,
    }  # fmt: skip
    return render(request, "projects/budget_desk_round.html", context)


def round_acts(actor: Actor, found: Round) -> list[str]:
    """The acts that the table and the permits allow now, in the order of the table."""
    names = {move.name for move in read.moves_now(actor, found)}
    names |= {"carry"} if found.state == "voting" and "count" in names else set()
    names |= {"change"} if found.state == "drafted" and "announce" in names else set()
    if found.state == "counted" and found.items.filter(state="chosen").exists():
        names.discard("close")
    if read.collecting(found):  # nobody is cut off before the announced day
        names.discard("close_proposals")
    return [name for name in ACTS if name in names]


def item_acts(actor: Actor, one: RoundItem) -> list[str]:
    """The same for a proposal: who costed it is not offered to agree with it."""
    names = {move.name for move in read.item_moves_now(actor, one)}
    if one.costed_by_id == actor.person_id:
        names.discard("admit")
    return [name for name in ITEM_ACTS if name in names]


def _bar(actor: Actor, found: Round) -> list[dict[str, Any]]:
    names, shown = round_acts(actor, found), []
    for place, name in enumerate(names):
        act_, where = ACTS[name], reverse("budget_act", args=[found.pk, name])
        tone = "final" if act_.final else "filled" if place == 0 else "plain"
        one = {"label": act_.label, "icon": act_.icon, "tone": tone}
        if not act_.fields:
            shown.append(one | {"attrs": {"form": "one-step", "formaction": where}})
        else:
            shown.append(one | {"url": where, "attrs": {"id": f"act-{name}"}})
    return shown


def _button(found: Round, one: RoundItem, name: str) -> dict[str, Any]:
    act_ = ITEM_ACTS[name]
    return {
        "label": act_.label, "icon": act_.icon, "url": reverse("budget_item_act", args=[found.pk, one.pk, name]),
        "post": not act_.fields, "final": act_.final,
    }  # fmt: skip


@desk()
def act(request: HttpRequest, actor: Actor, round_id: int, name: str) -> HttpResponse:
    """GET shows the act's form, POST makes it."""
    found = _seen(request, actor, round_id)
    if name not in ACTS:
        raise Http404
    home = reverse("budget_desk_round", args=[found.pk])
    return _made(request, actor, found, (ACTS[name], name in round_acts(actor, found)), home)


@desk()
def item_act(request: HttpRequest, actor: Actor, round_id: int, item_id: int, name: str) -> HttpResponse:
    """The same for one proposal of the round."""
    found = _seen(request, actor, round_id)
    one = read.item(item_id)
    if one is None or one.round_id != found.pk or name not in ITEM_ACTS:
        raise Http404(_("没有这个提案，请回到列表再选。"))
    home = f"{reverse('budget_desk_round', args=[found.pk])}#item-{one.pk}"
    return _made(request, actor, one, (ITEM_ACTS[name], name in item_acts(actor, one)), home)


def _made(request: HttpRequest, actor: Actor, thing: Any, chosen: tuple[Act, bool], home: str) -> HttpResponse:
    act_, open_ = chosen
    if not open_:
        messages.warning(request, _("这一步现在不能做，看看下面的经过。"))
        return redirect(home)
    posted = request.method == "POST"
    form = ActForm(request.POST if posted else None, thing=thing, fields=act_.fields)
    if posted and form.is_valid():
        try:
            act_.do(actor, thing, _given(form, act_))
        except Refused as refusal:
            if refusal.code == "denied" or not act_.fields:
                messages.warning(request, str(refusal))
                return redirect(home)
            form.add_error(_field(form, refusal.field), str(refusal))
        else:
            messages.success(request, str(act_.done))
            return redirect(home)
    context = {"form": form, "act": act_, "thing": thing, "home": home}
    return render(request, "projects/budget_act.html", context, status=422 if posted else 200)


def _given(form: ActForm, act_: Act) -> dict[str, Any]:
    kept = {name: form.cleaned_data.get(name) for name in act_.fields}
    if "closes" in kept:
        kept["closes"] = moment(kept["closes"], EVENING)
    return kept | {"seen": digits(form.data.get("seen"))}


def _field(form: ActForm, name: str) -> str | None:
    named = {"note": "why", "closes": "ends" if "ends" in form.fields else "closes"}.get(name, name)
    wanted = name if name in form.fields else named
    return wanted if wanted in form.fields else None
