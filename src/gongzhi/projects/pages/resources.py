"""Resources for everybody: what is offered near me, one whole, offer something, and what my contribution caused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import begins, turns
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import choices_near, here
from gongzhi.projects.models import Resource
from gongzhi.projects.pages import matching_said as said
from gongzhi.projects.pages.needs import PAGE
from gongzhi.projects.selectors import matching
from gongzhi.projects.selectors import registering as checkin
from gongzhi.projects.selectors import resources as read
from gongzhi.projects.services import resources
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import projects as project_words
from gongzhi.projects.words import resources as words
from gongzhi.rulebook import selectors as rulebook

ICONS = {"place": "geo-alt", "people": "people", "money": "cash-coin", "goods": "box-seam", "skill": "tools"}
# Money is promised at the desk that keeps the fund (`pledges`); the others anybody may offer here.
OFFERED_HERE = {"place": "room", "people": "person", "goods": "piece", "skill": "person"}
LEAVE = "myself"


@require_GET
@visitors.resident
def listed(request: HttpRequest) -> HttpResponse:
    """What is offered at a place, inside it and above it; ?kind= one kind."""
    place, kind = here(request), request.GET.get("kind", "")
    kind = kind if kind in words.RESOURCE_KINDS else ""
    rows = read.resources_at(place, kind=kind) if place is not None else read.resources_everywhere(kind=kind)
    start = begins(request.GET.get("from"))
    shown = list(rows[start : start + PAGE + 1])
    kept = (f"at={place.code}&" if place is not None else "") + (f"kind={kind}&" if kind else "")
    context = {
        "place": place, "cards": [card(row) for row in shown[:PAGE]],
        "kinds": [{"code": "", "label": _("全部"), "pressed": not kind}]
        + [{"code": code, "label": label, "pressed": code == kind} for code, label in words.RESOURCE_KINDS.items()],
        **turns(start, PAGE, more=len(shown) > PAGE, kept=kept),
    }  # fmt: skip
    return render(request, "projects/resources.html", context)


def card(row: Resource) -> dict[str, Any]:
    """One resource as a line of a list."""
    return {
        "resource": row, "url": reverse("resource", args=[row.pk]), "kind": words.RESOURCE_KINDS[row.kind],
        "icon": ICONS[row.kind], "giver": said.giver(row), "amount": said.amount(row.amount, row.unit),
        "purpose": need_words.PURPOSES[row.purpose], "times": said.times(row.times),
        "state": words.RESOURCE_STATES[row.state], "tone": "" if row.state == "offered" else "wait",
    }  # fmt: skip


@require_GET
@visitors.resident
def one(request: HttpRequest, resource_id: int) -> HttpResponse:
    """One resource: what, when, with which limits, for which needs it was taken, what came of it."""
    row, who = read.resource(resource_id), visitors.speaker(request)
    if row is None:
        raise Http404(_("没有这项资源，请回到清单再选。"))
    request.frame_place = row.place.name  # type: ignore[attr-defined]
    told = read.told(row)
    context = card(row) | {
        "flow": said.flow(told.flow, row.unit, bool(row.grain)), "uses": [use(one) for one in told.uses],
        "needs": matching.agreed_with(row), "sector": words.SECTORS[row.sector],
        "most": said.amount(row.most_each, row.unit) if row.most_each else "",
        "desk": bool(who and who.seats and may(who, "resource.use", row)),
    }  # fmt: skip
    return render(request, "projects/resource.html", context)


def use(row: read.Use) -> dict[str, Any]:
    """One use: for what, what it caused, what those who asked made of it."""
    project = visitors.address("project", row.project_id) if row.project_id else ""
    about = row.booking.about
    url = reverse("need", args=[about.id]) if about.label == read.NEED else project
    return {
        "use": row, "booking": row.booking, "title": row.title or _came_in(row), "url": url, "effects": row.effects,
        "amount": said.amount(row.booking.amount, row.booking.resource.unit), "waiting": row.waiting,
        "verdicts": [(project_words.VERDICTS[answer], many) for answer, many in sorted(row.verdicts.items())],
    }  # fmt: skip


def _came_in(row: read.Use) -> str:
    return _("到账，记进资金") if row.booking.about_label == read.ENTRY else _("一次使用")


@require_GET
@visitors.resident
def mine(request: HttpRequest) -> HttpResponse:
    """What I gave, and what the bodies in which I sit gave: every use with its effect, or "not yet"."""
    who = visitors.speaker(request)
    given = read.contributed(person_id=who.person_id) if who and who.person_id else []
    bodies = organisations.bodies({seat.body_id for seat in who.seats}) if who else {}
    context = {
        "given": [_given(one) for one in given],
        "bodies": [
            {
                "name": body.name, "given": [_given(one) for one in read.contributed(body_id=pk)],
                "reports": [_report(row) for row in checkin.reports_to(pk)],
            }
            for pk, body in sorted(bodies.items())
        ],
    }  # fmt: skip
    return render(request, "projects/resources_mine.html", context)


def _given(one: read.Contribution) -> dict[str, Any]:
    flow = said.flow(one.flow, one.resource.unit, bool(one.resource.grain))
    return card(one.resource) | {"flow": flow, "uses": [use(row) for row in one.uses]}


def _report(row: Any) -> dict[str, Any]:
    data = row.data
    purposes = [(need_words.PURPOSES[code], many) for code, many in sorted(data["purposes"].items())]
    return {"row": row, "data": data, "purposes": purposes, "place": row.place.name}


# --- offer something ---


class OfferForm(forms.Form):
    """What is offered: what, how much, when, until which day; in one's own name or a body's."""

    title = forms.CharField(
        label=gettext_lazy("能拿出什么？"), max_length=60, help_text=gettext_lazy("比如“会议室，坐 30 人”“会修家电”。"),
        error_messages={"required": gettext_lazy("请写一句话：能拿出什么。")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("是哪一样"), choices=[(code, words.RESOURCE_KINDS[code]) for code in OFFERED_HERE]
    )
    purpose = forms.ChoiceField(label=gettext_lazy("适合做什么"), choices=list(need_words.PURPOSES.items()))
    amount = forms.IntegerField(
        label=gettext_lazy("有多少"), min_value=1, max_value=1_000_000, initial=1,
        help_text=gettext_lazy("几间、几人、几件，写个数。"),
        error_messages={"required": gettext_lazy("请写有多少，至少是 1。")},
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("在哪里，或者给哪里用"))
    until = forms.DateField(
        label=gettext_lazy("到哪天为止"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("请写到哪天为止。")},
    )  # fmt: skip
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("每周哪几天"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(enumerate((
            gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"),
            gettext_lazy("周五"), gettext_lazy("周六"), gettext_lazy("周日"),
        ))),
        help_text=gettext_lazy("一天也不选，就是什么时间都行。"),
    )  # fmt: skip
    begins = forms.TimeField(
        label=gettext_lazy("从几点"), required=False, widget=forms.TimeInput(attrs={"type": "time", "step": "1800"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("到几点"), required=False, widget=forms.TimeInput(attrs={"type": "time", "step": "1800"})
    )
    limits = forms.CharField(
        label=gettext_lazy("有什么限制"), max_length=300, required=False,
        help_text=gettext_lazy("比如“不能用明火，用完打扫”。"),
    )  # fmt: skip
    name = forms.ChoiceField(label=gettext_lazy("用谁的名义"), required=False)

    def __init__(self, data: Any = None, *, where: list[tuple[str, str]], names: list[tuple[str, str]]) -> None:
        today = clock.today().date()
        later = today + timedelta(days=rulebook.limit("resource.longest", today).amount)
        super().__init__(data, auto_id="r_%s", initial={"until": later, "place": where[0][0] if where else ""})
        self.fields["place"].choices = where  # type: ignore[attr-defined]
        self.fields["name"].choices = names  # type: ignore[attr-defined]
        if len(names) < 2:
            del self.fields["name"]

    def times(self) -> list[list[int]]:
        """The times of the week, as spans; none where no day was chosen."""
        given = self.cleaned_data
        begins, ends = given["begins"], given["ends"]
        first = begins.hour * 60 + begins.minute if begins else 0
        last = ends.hour * 60 + ends.minute if ends else 1440
        return said.weekly(given["days"], first, last)


@require_http_methods(["GET", "POST"])
@visitors.resident
def new(request: HttpRequest) -> HttpResponse:
    """Offer something; in a body's name for those who sit in one."""
    who, where = visitors.speaker(request), choices_near(here(request))
    form = OfferForm(request.POST or None, where=where, names=_names(who))
    status = 200
    if request.method == "POST":
        made = _offer(request, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("登记好了。用到哪里、有什么效果，在“我拿出的”里看。"))
            return redirect("resource", made.pk)
        status = 422
    context = {"form": form, "none": not where, "desk": bool(who and who.seats)}
    return render(request, "projects/resource_new.html", context, status=status)


def _names(who: Actor | None) -> list[tuple[str, str]]:
    bodies = organisations.bodies({seat.body_id for seat in who.seats}) if who else {}
    return [(LEAVE, _("我自己")), *((str(pk), body.name) for pk, body in sorted(bodies.items()))]


def _offer(request: HttpRequest, form: OfferForm) -> Resource | None:
    given = form.cleaned_data
    try:
        return resources.offer_resource(
            actor=visitors.new_speaker(request), place_id=int(given["place"]), body_id=digits(given.get("name")),
            new=resources.NewOffer(
                given["kind"], given["title"], given["purpose"], given["amount"], OFFERED_HERE[given["kind"]],
                given["until"], times=form.times(), limits=given["limits"],
            ),
        )  # fmt: skip
    except Refused as refusal:
        field = "begins" if refusal.field == "times" else refusal.field
        form.add_error(field if field in form.fields else None, str(refusal))
        return None
