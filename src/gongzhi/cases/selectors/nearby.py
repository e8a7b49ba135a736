"""Before somebody sends: who else said the same here, and how long such matters take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gongzhi.cases.models import Case
from gongzhi.cases.search import find, tokens
from gongzhi.cases.selectors import advisers
from gongzhi.cases.selectors.advisers import Same
from gongzhi.cases.selectors.lists import cases_for
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook

SHARED = 2  # word pairs in common before two texts are shown side by side
NEAR = 200  # of the newest open cases are looked at


def similar(text: str, place: Any, *, matter: str = "", most: int = 3) -> list[Same]:
    """Open cases of the same community that may tell the same thing, likeliest first; released ones only show their
    heading elsewhere, so callers show headings, never texts, to the public."""
    community = places.level_ids(place).get("community")
    if community is None:
        return []
    window = rulebook.limit("case.similar_window", clock.today().date()).length()
    rows = Case.objects.filter(
        community_id=community, is_open=True, part_of=None, reported_at__gte=clock.now() - window
    ).exclude(state__in=["merged", "answered"])
    near = list(rows.select_related("place", "holder").order_by("-id")[:NEAR])
    found = advisers.sames(text, place, near, matter)
    return (_by_words(text, place, near, matter) if found is None else found)[:most]


def _by_words(text: str, place: Any, near: list[Case], matter: str) -> list[Same]:
    """Where no adviser answers: those that share the most word pairs."""
    said = set(tokens(text))
    scored = [(_alike(said, case, place, matter), case) for case in near]
    close = sorted(((score, case.pk, case) for score, case in scored if score >= SHARED), reverse=True)
    return [Same(case) for _, _, case in close]


def _alike(said: set[str], case: Case, place: Any, matter: str) -> int:
    shared = len(said & set(tokens(case.text)))
    if shared == 0:
        return 0
    return shared + (2 if case.place_id == place.pk else 0) + (1 if matter and case.matter == matter else 0)


@dataclass(frozen=True)
class Forecast:
    """How such matters went lately: how many were answered since when, and how long half of them took at the most."""

    count: int
    since: datetime
    median: timedelta | None


def forecast(community_id: int, matter: str = "", days: int = 90) -> Forecast:
    """The base is said with the number: answered cases of the community (and matter) in the last days."""
    since = clock.now() - timedelta(days=days)
    rows = Case.objects.filter(community_id=community_id, reported_at__gte=since, answered_at__isnull=False)
    if matter:
        rows = rows.filter(matter=matter)
    pairs = rows.order_by("-id").values_list("reported_at", "answered_at")[:2000]
    took = sorted(done - began for began, done in pairs if done)
    return Forecast(len(took), since, took[(len(took) - 1) // 2] if took else None)


def maybe_same(case: Case, actor: Actor, *, most: int = 5) -> list[Same]:
    """Open cases of the street that may tell the same thing, likeliest first, of those that the actor may see."""
    ids: list[int] = []
    for pair in dict.fromkeys(tokens(case.text)[:12]):
        ids += find(pair, street_id=case.street_id, limit=20)
    often = sorted({i: ids.count(i) for i in ids if i != case.pk}.items(), key=lambda kv: (-kv[1], -kv[0]))
    wanted = [i for i, n in often if n >= SHARED]
    near = Case.objects.filter(community_id=case.community_id, is_open=True, part_of=None).exclude(pk=case.pk)
    lately = near.exclude(state="merged").order_by("-id").values_list("pk", flat=True)[:NEAR]
    rows = cases_for(actor).filter(pk__in={*wanted, *lately}, is_open=True, part_of=None)
    seen = list(rows.exclude(state="merged").select_related("place", "holder"))
    found = advisers.sames(case.text, case.place, seen, case.matter)
    if found is None:
        found = [Same(c) for c in sorted((c for c in seen if c.pk in wanted), key=lambda c: wanted.index(c.pk))]
    return found[:most]
