"""Taking part in a topic: sign, speak for the minority, take or answer a seat, say which building; propose a topic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.deliberation import selectors, services
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.pages import gate
from gongzhi.deliberation.services.topics import TITLE, next_council
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.whereabouts import choices_near
from gongzhi.places import selectors as places


@require_POST
def take_part(request: HttpRequest, topic_id: int, act: str) -> HttpResponse:
    """One of the acts of a resident on a topic; back to its page, with what was done or why not."""
    topic = gate.topic_for(request, topic_id)
    if act not in DO:
        raise Http404
    try:
        done = DO[act](request, topic, gate.new_speaker(request))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("topic", topic.pk)


def _sign(request: HttpRequest, topic: Topic, who: Actor) -> str:
    services.sign(actor=who, topic_id=topic.pk)
    return _("签上了。别人只看到一共多少人，看不到是谁。")


def _unsign(request: HttpRequest, topic: Topic, who: Actor) -> str:
    services.unsign(actor=who, topic_id=topic.pk)
    return _("签名收回了。")


def _speak(request: HttpRequest, topic: Topic, who: Actor) -> str:
    party, text = digits(request.POST.get("party")), request.POST.get("text", "")
    services.minority_statement(actor=who, topic_id=topic.pk, party_id=party or 0, text=text)
    return _("附上了，和方案放在一起，作决定的人都要看。")


def _part(request: HttpRequest, topic: Topic, who: Actor) -> str:
    building = digits(request.POST.get("building"))
    if building is None:
        raise Refused(_("请选您住哪一栋。"), code="missing")
    services.note_part(actor=who, topic_id=topic.pk, building_id=building, way="said")
    return _("记下了，只用来看哪些楼还没人说话。")


def _seat(request: HttpRequest, topic: Topic, who: Actor) -> str:
    party = digits(request.POST.get("party"))
    services.take_seat(actor=who, topic_id=topic.pk, party_id=party or 0)
    return _("您入座了，开会会通知您。")


def _answer(request: HttpRequest, topic: Topic, who: Actor) -> str:
    seat = selectors.my_seat(topic.pk, who.person_id)
    if seat is None:
        raise Refused(_("没有留给您的座位。"), code="unknown")
    comes = request.POST.get("comes") == "1"
    services.answer_invitation(actor=who, seat_id=seat.pk, comes=comes)
    return _("好，开会见。") if comes else _("知道了，会换别人来坐。")


DO: dict[str, Callable[[HttpRequest, Topic, Actor], str]] = {
    "sign": _sign, "unsign": _unsign, "speak": _speak, "part": _part, "seat": _seat, "answer": _answer,
}  # fmt: skip


@require_POST
def pool(request: HttpRequest, code: str) -> HttpResponse:
    """A newcomer says that they are ready to sit at a table here, or no more."""
    place = places.by_codes([code]).get(code)
    if place is None:
        raise Http404
    ready = request.POST.get("ready") == "1"
    try:
        services.welcome(actor=gate.new_speaker(request), place_id=place.pk, ready=ready)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("报上名了。有关系到租户和外来居民的事，会请您来坐。") if ready else _("名字撤下了。")
        messages.success(request, said)
    return redirect(f"{reverse('topics')}?at={place.code}")


# --- a new topic ---


class NewForm(forms.Form):
    """What a resident proposes: in one line, in their own words, where, and whether as an application."""

    title = forms.CharField(
        label=gettext_lazy("想和大家商量什么？"), max_length=TITLE,
        help_text=gettext_lazy("一句话，比如“电动车在哪里充电”。"),
        error_messages={
            "required": gettext_lazy("请写一句话：想商量什么。"), "max_length": gettext_lazy("题目最多 60 个字。"),
        },
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("说说情况"), widget=forms.Textarea(attrs={"rows": 5}), max_length=5000,
        help_text=gettext_lazy("怎么回事，关系到谁，您想怎么办。不写谁的姓名和门牌。"),
        error_messages={"required": gettext_lazy("请说说情况，几句就行。")},
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("在哪个范围商量"), error_messages={
        "required": gettext_lazy("请选一个范围。"), "invalid_choice": gettext_lazy("请选一个范围。")})  # fmt: skip
    signed = forms.ChoiceField(
        label=gettext_lazy("怎么提"), widget=forms.RadioSelect, initial="", required=False,
        choices=(
            ("", gettext_lazy("提个建议，社区先看立不立题")),
            ("yes", gettext_lazy("居民申请：可以联名，由议事会在固定的日子一起看")),
        ),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, where: list[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, auto_id="n_%s", initial=initial)
        self.fields["place"].choices = where  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a topic: nobody is asked where they are registered, and no account is needed."""
    here = gate.here(request)
    where = choices_near(here)
    form = NewForm(request.POST or None, where=where, initial={"place": where[0][0] if where else ""})
    status = 200
    if request.method == "POST":
        made = _raise(request, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("收到了。往后在这一页看它走到哪一步。"))
            return redirect("topic", made.pk)
        status = 422
    day = next_council(clock.today().date())
    context = {"form": form, "council": day, "none": not where, "place": here}
    return gate.private(render(request, "deliberation/new.html", context, status=status))


def _raise(request: HttpRequest, form: NewForm) -> Topic | None:
    given = form.cleaned_data
    place = places.get(int(given["place"]))
    tier = "building" if place.level == "building" else "community"
    try:
        return services.raise_topic(
            actor=gate.new_speaker(request), place_id=place.pk, title=given["title"], text=given["text"], tier=tier,
            origin="" if given["signed"] else "resident", signed=bool(given["signed"]),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
