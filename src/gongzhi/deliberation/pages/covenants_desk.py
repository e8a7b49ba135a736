"""Rule texts for the desk: the list with what is missing, one text with its steps, its clauses and the answers owed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.deliberation.lifecycle import COVENANT
from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.pages import covenants_said as said
from gongzhi.deliberation.pages.covenants import shown
from gongzhi.deliberation.pages.covenants_forms import ClauseForm, NewForm, RegisterForm, ReviewForm, filled
from gongzhi.deliberation.pages.covenants_gate import desk, digits, found_edition
from gongzhi.deliberation.pages.covenants_table import ACTS
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.selectors import covenant_steps as steps
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.services import covenant_check, covenants
from gongzhi.deliberation.services.covenants import Papers, as_new
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places

FORWARD = ("submit", "put_to_vote", "pass", "reject", "send", "receive", "post", "start")
BY_VOTE = ("pass", "reject")  # the certificate makes these steps by itself; a button stands by where it did not
MOST = 100


@require_safe
@desk
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rule texts that concern the actor's seats, what is in the making first, each with what it lacks."""
    found = sorted(reading.desk_editions(actor)[:MOST], key=lambda one: (one.state == "in_force", -one.pk))
    where = reading.names_of(found)
    rows = [said.card(one, where[one.pk]) | {"missing": missing(one), "desk": _url(one)} for one in found]
    return render(request, "deliberation/covenants_desk.html", {"rows": rows, "may_open": _may_open(actor)})


def _url(one: Edition) -> str:
    return reverse("covenant_desk", args=[one.pk])


def _may_open(actor: Actor) -> bool:
    return any(may(actor, "covenant.open", places.get(seat.place_id)) for seat in actor.seats)


def missing(one: Edition) -> list[steps.Missing]:
    """What stands between the text and its next step; while it is voted on, only that the vote is not final."""
    moves = [m.name for m in COVENANT.open_moves(one.state) if m.name in FORWARD]
    if one.state == "voting":
        return [m for m in steps.missing_for(one, "pass") if m.code == "not_certified"]
    return [m for name in moves for m in steps.missing_for(one, name)]


@require_safe
@desk
def one_text(request: HttpRequest, actor: Actor, edition_id: int) -> HttpResponse:
    """One text for those who carry it forward."""
    return render(request, "deliberation/covenant_desk.html", page(request, actor, found_edition(edition_id)))


def page(request: HttpRequest, actor: Actor, one: Edition, **more: Any) -> dict[str, Any]:
    """Everything that the desk's page says."""
    request.frame_place = one.covenant.place.name  # type: ignore[attr-defined]
    kind = rule_kinds()[one.covenant.rule_kind]
    reviewing = one.state == "reviewing" and bool(may(actor, "covenant.review", one))
    return shown(one, actor) | {
        "missing": missing(one), "acts": buttons(actor, one), "editable": _editable(actor, one),
        "review_form": ReviewForm(reviewers=kind.reviews) if reviewing else None, "may_decide": reviewing,
        "may_survey": one.state == "in_force" and bool(may(actor, "covenant.survey", one)),
        "may_remind": one.state == "in_force" and bool(may(actor, "covenant.remind", one.covenant.place)),
        "next_edition": one.state == "in_force" and not kind.adopted_elsewhere and _drafts(actor, one),
    } | more  # fmt: skip


def _drafts(actor: Actor, one: Edition) -> bool:
    return bool(may(actor, "covenant.draft", one))


def _editable(actor: Actor, one: Edition) -> bool:
    return one.state == "drafting" and _drafts(actor, one)


def buttons(actor: Actor, one: Edition) -> list[dict[str, Any]]:
    """The acts that are open to this person, the next one filled."""
    names = [m.name for m in COVENANT.open_moves(one.state) if m.name in ACTS and may(actor, m.permit, one)]
    names = [name for name in names if name not in BY_VOTE or not steps.missing_for(one, name)]
    first = next((name for name in FORWARD if name in names), "")
    return [
        {
            "label": ACTS[name].label, "icon": ACTS[name].icon,
            "tone": "filled" if name == first else "final" if name in ("drop", "repeal") else "plain",
            "url": reverse("covenant_act", args=[one.pk, name]),
        }
        for name in sorted(names, key=lambda one: (one != first, list(ACTS).index(one)))
    ]  # fmt: skip


@desk
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a rule text: which kind, who keeps it, what it is called."""
    keepers = _keepers(actor)
    if not keepers:
        raise PermissionDenied(_("公约由管这个地方的社区、业委会或楼栋小组来起草。谁都可以提修改。"))
    form = NewForm(request.POST if request.method == "POST" else None, keepers=[(k, name) for k, name, _p in keepers])
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        place = next(p for key, _name, p in keepers if key == sent["keeper"])
        try:
            made = covenants.open_covenant(
                actor=actor, rule_kind=sent["rule_kind"], place_id=place, keeper_id=int(sent["keeper"]),
                title=sent["title"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("立好了，先写几条，再请大家提修改。"))
            return redirect("covenant_desk", edition_id=made.pk)
    return render(request, "deliberation/covenant_new.html", {"form": form}, status=422 if form.errors else 200)


def _keepers(actor: Actor, *, elsewhere: bool = False) -> list[tuple[str, str, int]]:
    """The bodies of the actor's seats that may keep a rule text, each with its place."""
    bodies = organisations.bodies({seat.body_id for seat in actor.seats})
    allowed = {kind for one in rule_kinds().values() if elsewhere or not one.adopted_elsewhere for kind in one.keepers}
    return [(str(pk), body.name, body.place_id) for pk, body in bodies.items() if body.kind in allowed]


@desk
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put a text on the register that was adopted elsewhere or before this house stood."""
    keepers = _keepers(actor, elsewhere=True)
    form = RegisterForm(request.POST if request.method == "POST" else None, keepers=[(k, n) for k, n, _p in keepers])
    if not keepers:
        raise PermissionDenied(_("公约由管这个地方的社区、业委会或楼栋小组来起草。谁都可以提修改。"))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        place = next(p for key, _name, p in keepers if key == sent["keeper"])
        papers = Papers(sent["source"], sent["receipt"], sent["received_on"], sent["in_force_from"])
        try:
            made = covenants.register(
                actor=actor, rule_kind=sent["rule_kind"], place_id=place, keeper_id=int(sent["keeper"]),
                title=sent["title"], clauses=form.clauses(), papers=papers,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("登记好了，审看清单也查过一遍。"))
            return redirect("covenant_desk", edition_id=made.pk)
    context = {"form": form, "existing": True}
    return render(request, "deliberation/covenant_new.html", context, status=422 if form.errors else 200)


@require_POST
@desk
def next_edition(request: HttpRequest, actor: Actor, covenant_id: int) -> HttpResponse:
    """Begin the next edition from the text in force."""
    try:
        made = covenants.open_edition(actor=actor, covenant_id=covenant_id)
    except Refused as refusal:
        if refusal.code != "open":
            raise
        messages.warning(request, str(refusal))
        return redirect("covenants_desk")
    return redirect("covenant_desk", edition_id=made.pk)


@desk
def text(request: HttpRequest, actor: Actor, edition_id: int) -> HttpResponse:
    """Write one clause (?clause=key), or a new one; "drop" takes it out."""
    one = found_edition(edition_id)
    if not _editable(actor, one):
        raise PermissionDenied(_("草案已经送去审看，现在不能改。"))
    kept = reading.clauses(reading.last_draft(one))
    key = digits(request.GET.get("clause", "")) or 0
    clause = next((c for c in kept if c.key == key), None)
    form = ClauseForm(request.POST if request.method == "POST" else None, initial=filled(clause) if clause else None)
    if request.method == "POST" and (("drop" in request.POST and clause) or form.is_valid()):
        wording = [as_new(c) for c in kept if c.key != key or "drop" not in request.POST]
        if "drop" not in request.POST:
            made = form.clause(key if clause else 0)
            wording = [made if c.key == key else c for c in wording] if clause else [*wording, made]
        try:
            covenants.save_draft(
                actor=actor, edition_id=one.pk, clauses=wording, seen=digits(request.POST.get("seen", ""))
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("新的一稿存好了，谁都能看到改了哪里。"))
            return redirect("covenant_desk", edition_id=one.pk)
    context = {"edition": one, "covenant": one.covenant, "form": form, "clause": clause, "many": len(kept)}
    return render(request, "deliberation/covenant_text.html", context, status=422 if form.errors else 200)


@require_POST
@desk
def answer(request: HttpRequest, actor: Actor, proposal_id: int) -> HttpResponse:
    """Take a resident's proposal in, or say why not."""
    words_said = request.POST.get("answer", "")
    try:
        if "take" in request.POST:
            covenants.take_proposal(actor=actor, proposal_id=proposal_id, answer=words_said)
        else:
            covenants.decline_proposal(actor=actor, proposal_id=proposal_id, answer=words_said)
    except Refused as refusal:
        return _told(request, refusal)
    messages.success(request, _("答复写上了，提的人和大家都看得到。"))
    return _back(request)


@require_POST
@desk
def decide(request: HttpRequest, actor: Actor, finding_id: int) -> HttpResponse:
    """A person decides about words that the checklist found."""
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    try:
        covenant_check.decide_finding(actor=actor, finding_id=finding_id, state=state, reason=reason)
    except Refused as refusal:
        return _told(request, refusal)
    messages.success(request, _("记下了。"))
    return _back(request)


@require_POST
@desk
def review(request: HttpRequest, actor: Actor, edition_id: int) -> HttpResponse:
    """Write down what the party organisation or the adviser says."""
    one = found_edition(edition_id)
    form = ReviewForm(request.POST, reviewers=rule_kinds()[one.covenant.rule_kind].reviews)
    if form.is_valid():
        try:
            covenant_check.review(actor=actor, edition_id=one.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if form.errors:
        context = page(request, actor, one, review_form=form)
        return render(request, "deliberation/covenant_desk.html", context, status=422)
    messages.success(request, _("审看意见记下了。"))
    return redirect("covenant_desk", edition_id=one.pk)


def _told(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if refusal.code in ("denied", "unknown"):
        raise refusal
    messages.warning(request, str(refusal))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    one = digits(request.POST.get("of", ""))
    if one is None:
        raise Http404
    return redirect("covenant_desk", edition_id=one)
