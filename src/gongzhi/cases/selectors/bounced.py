"""What came back to a sorting desk: sorted there, then refused or given another type; to learn from, ranking nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from gongzhi.cases.events import CaseMoved
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.story import clause_words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.organisations import selectors as organisations
from gongzhi.record import selectors as record
from gongzhi.record.selectors import FactView
from gongzhi.rulebook import selectors as rulebook

CARDS = 5
LATEST = 500  # how many of an area's newest cases are looked through
BACK = ("refuse", "decline", "reclassify")


@dataclass(frozen=True)
class CameBack:
    """One card: what the desk chose and for whom, who sent it back by which clause, and what it has become."""

    case: Case
    chosen: str  # the matter type's code
    body: str
    how: str  # one of BACK
    by: str
    clause: str
    sorted_fact: FactView
    back_fact: FactView


def came_back(actor: Actor, roles: Iterable[str]) -> list[CameBack]:
    """The latest that the actor's own desks sorted and that came back in the last days (rule pack), at most CARDS.

    A fixed number of queries for each seat at a desk.
    """
    desks = {seat.body_id: seat for seat in actor.seats_as(*roles)}
    found = [pair for seat in desks.values() for pair in _of_desk(seat)]
    newest = sorted(found, key=lambda pair: pair[1].id, reverse=True)[:CARDS]
    cases = Case.objects.select_related("place", "holder").in_bulk([back.about.id for _sorted, back in newest])
    bodies = organisations.bodies({i for pair in newest for i in _bodies(*pair)})
    clauses = {text: clause_words(text) for text in {str(back.data["clause"]) for _sorted, back in newest}}
    return [
        CameBack(
            case=cases[back.about.id],
            chosen=first.data["matter"],
            body=bodies[first.data["holder_id"]].name,
            how=back.data["move"],
            by=bodies[back.body_id].name if back.body_id in bodies else "",
            clause=clauses[back.data["clause"]] if back.data["move"] != "reclassify" else "",
            sorted_fact=first,
            back_fact=back,
        )
        for first, back in newest
    ]


def _bodies(first: FactView, back: FactView) -> set[int]:
    return {body for body in (first.data["holder_id"], back.body_id) if body}


def _of_desk(seat: Seat) -> list[tuple[FactView, FactView]]:
    """Sorting and what sent it back, for the newest cases of the desk's area."""
    area = {"community_id": seat.place_id} if seat.level == "community" else {"street_id": seat.place_id}
    newest = list(Case.objects.filter(**area).order_by("-id").values_list("pk", flat=True)[:LATEST])
    since = clock.now() - timedelta(days=rulebook.number("case.lesson_days", clock.today().date()))
    back = {f.about.id for f in record.facts_about_many("cases.case", newest, CaseMoved.kind, since) if _sent_back(f)}
    told: dict[int, list[FactView]] = {}
    for fact in record.facts_about_many("cases.case", back, CaseMoved.kind):
        told.setdefault(fact.about.id, []).append(fact)
    pairs = [_pair(facts, seat.body_id) for facts in told.values()]
    return [pair for pair in pairs if pair and pair[1].at >= since]


def _sent_back(fact: FactView) -> bool:
    return fact.data["move"] in BACK


def _pair(facts: list[FactView], desk: int) -> tuple[FactView, FactView] | None:
    """The desk's last sorting that came back, and the first that sent it back after it; what was taken back is none."""
    undone = {f.data.get("undoes", 0) for f in facts}
    first: FactView | None = None
    pair: tuple[FactView, FactView] | None = None
    for fact in facts:
        if fact.id in undone:
            continue
        if fact.data["move"] == "sort" and fact.body_id == desk:
            first = fact
        elif first is not None and _sent_back(fact):
            pair, first = (first, fact), None
    return pair
