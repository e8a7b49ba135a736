"""The making of committees: a candidate's own page with the reason and the appeal, and the reviewing desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongzhi.deliberation.models import Candidate, Selection
from gongzhi.deliberation.pages.covenants_gate import desk, digits
from gongzhi.deliberation.selectors import candidates as reading
from gongzhi.deliberation.services import candidates as services
from gongzhi.deliberation.words import candidates as words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import new_speaker, resident, speaker
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.places import selectors as places


class ScreenForm(forms.Form):
    """What was found for one listed ground."""

    bar = forms.ChoiceField(label=gettext_lazy("哪一种情形"))
    finding = forms.ChoiceField(
        label=gettext_lazy("查到什么"), choices=words.FINDINGS.items(), widget=forms.RadioSelect
    )
    evidence = forms.CharField(label=gettext_lazy("依据什么材料"), max_length=300, required=False)

    def __init__(self, *args: Any, committee: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(bar, words.BARS[bar]) for bar in words.BARS_OF[committee]]
        self.fields["bar"].choices = listed  # type: ignore[attr-defined]


@require_safe
@resident
def selection(request: HttpRequest, selection_id: int) -> HttpResponse:
    """A committee in the making, for everybody: how many stand, by which grounds only somebody may be refused."""
    found = _selection(selection_id)
    who = speaker(request)
    mine = _mine(who, found.pk)
    context = {
        "selection": found, "committee": words.COMMITTEES[found.committee], "standing": reading.standing(found.pk),
        "state": words.SELECTION_STATES[found.state], "mine": mine, "advice": _advice(found),
        "bars": [(words.BARS[b], words.BAR_GROUNDS[b]) for b in words.BARS_OF[found.committee]],
        **(_own(mine) if mine else {}),
    }  # fmt: skip
    return render(request, "deliberation/candidates.html", context)


def _mine(who: Actor | None, selection_id: int) -> Candidate | None:
    """The reader's own candidacy in this selection."""
    person = who.person_id if who is not None else None
    own = reading.mine(person) if person is not None else []
    return next((one for one in own if one.selection_id == selection_id), None)


def _own(mine: Candidate) -> dict[str, Any]:
    """What only the candidate reads: the ground, the paper it rests on, and until when to appeal."""
    return {
        "own_state": words.CANDIDATE_STATES[mine.state],
        "bar": words.BARS.get(mine.bar, ""), "ground": words.BAR_GROUNDS.get(mine.bar, ""),
        "appeal_until": reading.appeal_until(mine) if mine.state == "refused" else None,
        "may_withdraw": mine.state in ("nominated", "eligible", "refused", "appealed"),
    }  # fmt: skip


def _advice(found: Selection) -> str:
    """The advice on composition in one sentence; it is advice and says so."""
    advice = reading.advice_for(found, ("elected",) if found.state == "certified" else ("eligible",))
    if advice.share is None:
        return ""
    said = _("{members} 位里 {party} 位说自己是党员。").format(members=advice.members, party=advice.party_members)
    return said + (_("不到当地建议的份额，只是提醒，不影响依法当选。") if advice.flagged else "")


def _selection(selection_id: int) -> Selection:
    found = reading.selection(selection_id)
    if found is None:
        raise Http404(_("没有这次换届，请回到列表再选。"))
    return found


@require_POST
@resident
def own(request: HttpRequest, selection_id: int) -> HttpResponse:
    """Stand, say whether one is a party member, appeal, withdraw: the candidate's own acts."""
    try:
        if "stand" in request.POST:
            services.nominate(actor=new_speaker(request), selection_id=selection_id)
            messages.success(request, _("报上名了，等审看。结果写在这一页，只有您看得到。"))
        else:
            _own_act(request, selection_id)
    except Refused as refusal:
        if refusal.code in ("denied", "unknown"):
            raise
        messages.warning(request, str(refusal))
    return redirect("selection", selection_id=selection_id)


def _own_act(request: HttpRequest, selection_id: int) -> None:
    who = speaker(request)
    mine = _mine(who, selection_id)
    if who is None or mine is None:
        raise PermissionDenied(_("只能由本人来做"))
    act: dict[str, Any] = {"actor": who, "candidate_id": mine.pk}
    if "party" in request.POST:
        said = {"yes": True, "no": False}.get(request.POST["party"])
        services.declare_party(member=said, **act)
        messages.success(request, _("记下了，只用来算总数。"))
    elif "appeal" in request.POST:
        services.move_candidate(move="appeal", text=request.POST.get("text", ""), **act)
        messages.success(request, _("申诉送到街道了，由没有作决定的单位复核。"))
    else:
        services.move_candidate(move="withdraw", **act)
        messages.success(request, _("退出了。"))


class OpenForm(forms.Form):
    """Which committee, where, how many are to be elected, and who looks at the nominations."""

    committee = forms.ChoiceField(
        label=gettext_lazy("换哪个届"), choices=words.COMMITTEES.items(), widget=forms.RadioSelect,
        initial="owners_committee",
    )  # fmt: skip
    place_id = forms.TypedChoiceField(label=gettext_lazy("哪里的"), coerce=int)
    seats = forms.IntegerField(label=gettext_lazy("选几位"), min_value=1, max_value=99)
    reviewer_id = forms.TypedChoiceField(label=gettext_lazy("谁来审看提名"), coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [places.get(seat.place_id) for seat in actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES)]
        inside = [p for area in areas[:1] for p in places.within(area).filter(level__in=("community", "estate"))[:200]]
        reviewers = {body.pk: body.name for area in areas[:1] for body in organisations.bodies_at(area)}
        named = (
            (self.fields["place_id"], [(p.pk, p.name) for p in inside]),
            (self.fields["reviewer_id"], reviewers.items()),
        )
        for field, choices in named:
            field.choices = list(choices)  # type: ignore[attr-defined]


@desk
def selections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The committees in the making that the actor's seats review or stand over; a new one is begun here."""
    opens = any(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES))
    form = OpenForm(request.POST or None, actor=actor) if opens else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = services.open_selection(actor=actor, **form.cleaned_data)
        except Refused as error:
            form.add_error({"reviewer": "reviewer_id"}.get(error.field, error.field or None), str(error))
        else:
            messages.success(request, _("开始了，提名从现在起。"))
            return redirect("selection_desk", selection_id=made.pk)
    rows = [
        (one, words.COMMITTEES[one.committee], words.SELECTION_STATES[one.state], sum(reading.tally(one.pk).values()))
        for one in reading.desk_selections(actor)[:60]
    ]
    status = 422 if form is not None and form.errors else 200
    return render(request, "deliberation/selections.html", {"rows": rows, "form": form}, status=status)


@desk
def review(request: HttpRequest, actor: Actor, candidate_id: int) -> HttpResponse:
    """One candidate for the reviewers: what was found for each listed ground; the street sees the appeal."""
    found = reading.candidate(candidate_id)
    if found is None:
        raise Http404(_("没有这位候选人。"))
    reviews, decides = may(actor, "candidate.review", found.selection), may(actor, "candidate.decide", found)
    if not (reviews or (decides and found.state == "appealed")):
        raise PermissionDenied(str(reviews.reason))
    form = ScreenForm(request.POST if "finding" in request.POST else None, committee=found.selection.committee)
    if request.method == "POST" and _done(request, actor, found, form):
        return redirect("candidate", candidate_id=found.pk)
    known = reading.findings(found)
    listed = words.BARS_OF[found.selection.committee]
    context = {
        "candidate": found, "selection": found.selection, "state": words.CANDIDATE_STATES[found.state], "form": form,
        "rows": [(words.BARS[b], words.FINDINGS[known.get(b, "unknown")], words.BAR_GROUNDS[b]) for b in listed],
        "barred": [(b, words.BARS[b]) for b in listed if known.get(b) == "barred"], "reviews": bool(reviews),
        "decides": bool(decides) and found.state == "appealed", "points": words.TALK_POINTS.items(),
        "bar": words.BARS.get(found.bar, ""), "today": clock.today().date(),
    }  # fmt: skip
    return render(request, "deliberation/candidate_review.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, actor: Actor, found: Candidate, form: ScreenForm) -> bool:
    """Whether the act was made; what was refused is said at the form or as a message."""
    sent = request.POST
    act: dict[str, Any] = {"actor": actor, "candidate_id": found.pk}
    try:
        if form.is_bound:
            if not form.is_valid():
                return False
            services.screen(**act, **form.cleaned_data)
        elif "talk" in sent:
            services.talk(**act, on=clock.today().date(), points=sent.getlist("points"))
        else:
            given: dict[str, Any] = {name: sent.get(name, "") for name in ("bar", "item", "evidence", "reason")}
            services.move_candidate(**act, move=sent.get("move", ""), **given)
    except Refused as refusal:
        if refusal.code in ("denied", "unknown"):
            raise
        if form.is_bound:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return False
        messages.warning(request, str(refusal))
        return True
    messages.success(request, _("记下了。"))
    return True


@desk
def certify(request: HttpRequest, actor: Actor, selection_id: int) -> HttpResponse:
    """The reviewers' page of a selection; POST sets down who was elected, whatever the advice says."""
    found = _selection(selection_id)
    answer = may(actor, "candidate.certify", found)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("elected") if pk.isdecimal()]
        try:
            services.certify(
                actor=actor, selection_id=found.pk, elected=chosen, vote_id=digits(request.POST.get("vote", ""))
            )
        except Refused as refusal:
            if refusal.code == "denied":
                raise
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("新一届的名单定了。"))
        return redirect("selection_desk", selection_id=found.pk)
    rows = [(c, words.CANDIDATE_STATES[c.state]) for c in reading.candidates(found.pk)]
    context = {
        "selection": found, "committee": words.COMMITTEES[found.committee], "rows": rows, "advice": _advice(found),
        "open": found.state == "open", "standing": [c for c, _state in rows if c.state == "eligible"],
    }  # fmt: skip
    return render(request, "deliberation/selection_desk.html", context)
