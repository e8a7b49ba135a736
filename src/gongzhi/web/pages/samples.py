"""What the gallery shows: invented matters in both languages, so that each component is seen at work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.templatetags.static import static

from gongzhi.kernel.clock import now
from gongzhi.web.pages.sample_words import say
from gongzhi.web.parts import Act, Card, Entry, FileLink, Photo, Stage, Tab

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class SampleForm(forms.Form):
    """One field of every kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(_fields())


def _fields() -> dict[str, forms.Field]:
    places = [("", say("choose")), ("3", say("block")), ("x", say("unknown"))]
    kinds = [("report", say("kind_report")), ("ask", say("kind_ask")), ("idea", say("kind_idea"))]
    return {
        "text": forms.CharField(
            label=say("what"),
            help_text=say("what_help"),
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": say("what_wrong")},
        ),
        "kind": forms.ChoiceField(
            label=say("kind"),
            choices=kinds,
            widget=forms.RadioSelect,
            error_messages={"required": say("kind_wrong")},
        ),
        "place": forms.ChoiceField(label=say("where"), choices=places, required=False),
        "phone": forms.CharField(
            label=say("phone"),
            help_text=say("phone_help"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        ),
        "photo": forms.FileField(label=say("photo"), required=False),
        "public": forms.BooleanField(label=say("public"), required=False),
    }


def stages(here: int) -> list[Stage]:
    """The six stages with number `here` being worked on (7: all done)."""
    names = ("reported", "accepted", "assigned", "in_hand", "answered", "judged")
    status = ["done" if n < here else "now" if n == here else "next" for n in range(1, 7)]
    return [Stage(say(name), state) for name, state in zip(names, status, strict=True)]


def cards() -> list[Card]:
    """Four matters in four moods."""
    at, place = now(), say("place")
    late, soon = at - 3 * HOUR, at + 4 * HOUR + timedelta(minutes=10)
    return [
        Card("#1", say("light"), "1", place, say("late"), "late", who=say("property"), due=late, at=at - 3 * DAY,
             reason=say("light_why"), joined=12, selectable="1"),
        Card("#2", say("bicycles"), "2", place, say("soon"), "soon", who=say("office"), due=soon, at=at - DAY,
             reason=say("bicycles_why"), joined=4, new=True, selectable="2"),
        Card("#3", say("shelter"), "3", place, say("waits"), "wait", due=at + 5 * DAY, at=at - 9 * DAY, selectable="3"),
        Card("#4", say("rubble"), "4", place, say("solved"), "done", at=at - 20 * DAY, opened=True, selectable="4"),
    ]  # fmt: skip


def story() -> list[Entry]:
    """A matter's timeline with a promise kept and one that is open."""
    at, office, property_company = now(), say("office"), say("property")
    return [
        Entry(at - timedelta(minutes=20), say("went"), property_company, mark="open", due=at + DAY, new=True),
        Entry(at - 20 * HOUR, say("passed"), office),
        Entry(at - DAY - 2 * HOUR, say("called"), office, mark="kept", due=at - 21 * HOUR),
        Entry(at - 2 * DAY, say("you_reported"), detail=say("light") + "\n" + say("three_days")),
    ]


def tabs() -> list[Tab]:
    """The four heaps of an inbox."""
    return [
        Tab(say("today"), "#", True, 3),
        Tab(say("tomorrow"), "#", False, 7),
        Tab(say("late"), "#", False, 1, "late"),
        Tab(say("others"), "#", False, 12),
    ]


def acts() -> list[Act]:
    """The act bar of a worker."""
    return [
        Act(say("accept"), "#accept", key="a", icon="check2", tone="filled"),
        Act(say("hand_on"), "#hand", key="h", icon="arrow-left-right"),
        Act(say("whistle"), "#whistle", key="w", icon="megaphone"),
        Act(say("answer"), "#answer", key="r", icon="pencil"),
        Act(say("refuse"), "#refuse", tone="final", icon="x-lg"),
    ]


def batch() -> list[Act]:
    """What may be done with several at once."""
    return [Act(say("accept_all"), value="accept"), Act(say("hand_all"), value="hand")]


def photos() -> list[Photo]:
    """One drawn picture."""
    picture = static("web/mark.svg")
    return [Photo(picture, say("photo_alt"), picture)]


def files() -> list[FileLink]:
    """One paper."""
    return [FileLink(say("minutes"), "#", 182_000, "PDF")]


def instants() -> list[datetime]:
    """Deadlines from overdue to far."""
    steps = (-2 * DAY, -3 * HOUR, timedelta(minutes=25), 4 * HOUR + timedelta(minutes=10), DAY + 4 * HOUR, 12 * DAY)
    return [now() + step for step in steps]
