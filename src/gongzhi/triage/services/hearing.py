"""Hear a message: keep where, when and whose it was and its features, never its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage.models import Echo, Heard
from gongzhi.triage.rules import theme_features
from gongzhi.triage.services.members import recount

KEPT = 2  # windows: what is older than that and in no problem is forgotten


@dataclass(frozen=True)
class Message:
    """What is heard of one message; `path` is the place's path, `title` its first line."""

    about: Ref
    title: str
    body: str
    place_id: int
    path: str
    street_id: int
    community_id: int | None
    person_id: int
    said_at: datetime
    matter: str = ""


def hear(messages: Sequence[Message]) -> int:
    """Keep these messages for grouping; one that is known already stays as it is. Returns how many there were."""
    words = [theme_features.Words(m.title, m.body, m.path) for m in messages]
    found = theme_features.features_many(words)
    Heard.objects.bulk_create(
        (
            Heard(
                about_label=m.about.label, about_id=m.about.id, street_id=m.street_id, community_id=m.community_id,
                place_id=m.place_id, person_id=m.person_id, said_at=m.said_at, matter=m.matter,
                features=theme_features.pack(features),
            )
            for m, features in zip(messages, found, strict=True)
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return len(messages)


def know_matter(*, about: Ref, matter: str) -> None:
    """The message was given a matter type."""
    Heard.objects.filter(about_label=about.label, about_id=about.id).update(matter=matter)


def echo(*, about: Ref, person_id: int, joined: bool) -> None:
    """One more person says the same, or takes that back."""
    with transaction.atomic():
        heard = Heard.objects.filter(about_label=about.label, about_id=about.id).first()
        if heard is None:
            return
        if joined:
            Echo.objects.get_or_create(heard=heard, person_id=person_id)
        else:
            Echo.objects.filter(heard=heard, person_id=person_id).delete()
        if heard.problem_id:
            recount([heard.problem_id])


def unhear(*, about: Ref) -> None:
    """The message was taken back: it speaks for nothing any more."""
    with transaction.atomic():
        heard = Heard.objects.filter(about_label=about.label, about_id=about.id).first()
        if heard is None:
            return
        problem_id = heard.problem_id
        heard.delete()
        if problem_id:
            recount([problem_id])


def sweep() -> int:
    """Forget messages that are older than two windows and stand in no problem; returns how many."""
    window: timedelta = rulebook.limit("problem.window", clock.today().date()).length()
    gone, _kinds = Heard.objects.filter(problem=None, said_at__lt=clock.now() - KEPT * window).delete()
    return gone
