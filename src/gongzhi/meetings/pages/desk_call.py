"""Calling a meeting in two steps: which kind, then when, where, what and who."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors, services, words
from gongzhi.meetings.pages.gate import desk
from gongzhi.meetings.permits import Calling
from gongzhi.meetings.rules.notice import earliest
from gongzhi.meetings.rules.orders import Orders, SeatRule
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.seats import acting
from gongzhi.rulebook.selectors import calendar

MOST, LONGEST = 400, 2000


def bodies_of(actor: Actor) -> list[Any]:
    """The bodies in which the actor acts."""
    ids = [seat.body_id for seat in acting(actor)]
    return list(organisations.bodies(ids).values())


def callable_orders(actor: Actor) -> list[str]:
    """The kinds of meetings that one of the actor's bodies may call; the question of the permit "meeting.call"."""
    bodies = bodies_of(actor)
    return [
        key
        for key, orders in selectors.all_orders().items()
        if any(may(actor, "meeting.call", Calling(body.pk, body.kind, orders)) for body in bodies)
    ]


class CallForm(forms.Form):
    """When, where, what, who. One line a point, one line a kind of seat."""

    body = forms.ChoiceField(label=gettext_lazy("哪个单位召集"))
    title = forms.CharField(
        label=gettext_lazy("议什么"), max_length=80, help_text=gettext_lazy("一句话，贴在门口也看得懂。")
    )
    day = forms.DateField(label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label=gettext_lazy("几点"), widget=forms.TimeInput(attrs={"type": "time"}), initial="19:00")
    where = forms.CharField(label=gettext_lazy("在哪里"), max_length=120)
    agenda = forms.CharField(
        label=gettext_lazy("议程，一行一项"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("要当场定的，行首写“表决：”。还可以写“通报：”“听意见：”，别的算商量。通知里没有的，会上不能表决。"),
    )  # fmt: skip
    urgent = forms.CharField(
        label=gettext_lazy("赶不上通知的日子，写明为什么急"), max_length=200, required=False,
        help_text=gettext_lazy("写了原因，谁都看得到。有的会不能急召。"),
    )  # fmt: skip

    def __init__(self, data: Any, actor: Actor, orders: Orders) -> None:
        super().__init__(data, auto_id="f_%s")
        self.orders = orders
        able = [b for b in bodies_of(actor) if may(actor, "meeting.call", Calling(b.pk, b.kind, orders))]
        self.fields["body"].choices = [(str(body.pk), body.name) for body in able]  # type: ignore[attr-defined]
        for rule in orders.seats:
            self.fields[f"seat_{rule.kind}"] = forms.CharField(
                label=words.SEAT_KINDS[rule.kind], required=rule.core, max_length=MOST,
                initial="1" if rule.core else "",
                help_text=_("不到会就不能开。") if rule.core else "" if rule.votes else _("可以发言，不表决。"),
            )  # fmt: skip

    def main_seats(self) -> list[forms.BoundField]:
        """The seats that such a meeting always has."""
        return [self[f"seat_{rule.kind}"] for rule in self.orders.seats if _always(rule)]

    def more_seats(self) -> list[forms.BoundField]:
        """The seats that are asked where the matter asks for them."""
        return [self[f"seat_{rule.kind}"] for rule in self.orders.seats if not _always(rule)]

    def starts(self) -> datetime:
        """The announced start."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], CHINA)

    def items(self) -> list[services.NewItem]:
        """The agenda's lines as points."""
        lines = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        return [services.NewItem(*_point(line)) for line in lines]

    def seats(self) -> list[services.SeatAsked]:
        """The seats that the lines ask for."""
        found = []
        for rule in self.orders.seats:
            found += _asked(rule.kind, self.cleaned_data[f"seat_{rule.kind}"])
        return found


def _always(rule: SeatRule) -> bool:
    return rule.core or (rule.votes and not rule.extra) or rule.kind == "resident"


def _point(line: str) -> tuple[str, str]:
    """A line that begins with a kind of point and a colon, in either language, is of that kind."""
    head, colon, rest = line.replace("：", ":", 1).partition(":")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known = {str(label).lower(): kind for kind, label in words.ITEM_KINDS.items()}
        if colon and head.strip().lower() in known:
            return rest.strip(), known[head.strip().lower()]
    return line, "discuss"


def _asked(kind: str, text: str) -> list[services.SeatAsked]:
    """ "3" is three seats; "300×1" one seat for a roll of 300; anything else names, one seat each."""
    text = text.replace("，", ",").replace("、", ",").replace("\n", ",").replace("x", "×").strip()
    count, _sep, rolls = text.partition("×")
    if rolls.strip() == "1" and count.strip().isdigit():
        return [services.SeatAsked(kind, size=int(count))]
    if text.isascii() and text.isdigit():
        return [services.SeatAsked(kind) for _n in range(min(int(text), MOST))]
    names = [name.strip() for name in text.split(",") if name.strip()]
    return [services.SeatAsked(kind, title=name) for name in names]


@desk
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Step one without ?orders=, step two with it."""
    able = callable_orders(actor)
    key = request.GET.get("orders", "")
    if key not in able:
        choices = [{"key": one, "name": words.ORDERS[one], "decides": words.DECIDES[selectors.orders(one).decides]}
                   for one in able]  # fmt: skip
        return render(request, "meetings/call_which.html", {"choices": choices, "about": request.GET.get("about", "")})
    form = CallForm(request.POST if request.method == "POST" else None, actor, selectors.orders(key))
    if request.method == "POST" and form.is_valid():
        made = _call(request, actor, form, key)
        if made:
            return made
    terms = selectors.terms(key, clock.today().date())
    context = {
        "form": form, "key": key, "name": words.ORDERS[key], "first": earliest(clock.now(), terms.notice, calendar()),
        "urgent_allowed": terms.urgent is not None, "decides": words.DECIDES[selectors.orders(key).decides],
    }  # fmt: skip
    return render(request, "meetings/call.html", context, status=422 if form.is_bound else 200)


def _call(request: HttpRequest, actor: Actor, form: CallForm, key: str) -> HttpResponse | None:
    body = organisations.body(int(form.cleaned_data["body"]))
    try:
        meeting = services.call(
            actor=actor, orders=key, body_id=body.pk, place_id=body.place_id, title=form.cleaned_data["title"],
            starts=form.starts(), agenda=form.items(), seats=form.seats(), about=_about(request),
            where=form.cleaned_data["where"], urgent=form.cleaned_data["urgent"],
        )  # fmt: skip
    except Refused as error:
        if error.code == "denied":
            raise
        field = {"starts": "day", "seats": form.main_seats()[0].name}.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, str(error))
        return None
    messages.success(request, str(words.DONE["called"]))
    return HttpResponseRedirect(reverse("meeting_desk", args=[meeting.pk]))


def _about(request: HttpRequest) -> Ref | None:
    """The matter for which the meeting is called, as its page handed it over (?about=label:id)."""
    try:
        return Ref.parse(request.GET.get("about", ""))
    except ValueError:
        return None
