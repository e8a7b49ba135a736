"""Read participatory budgets: rounds near a place, their proposals, how many stand behind them, what came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.seats import at_desks
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.projects.models.rounds import DisputeAid, ItemSupport, Round, RoundItem, RoundItemNeed, RoundWord
from gongzhi.projects.rules import kinds
from gongzhi.projects.rules.rounds import ITEM, OPEN_FOR_CHECKS, ROUND
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import selectors as voting
from gongzhi.voting.selectors.results import BESIDE, extras_of

SHOWN = tuple(state for state in ROUND.states if state != "drafted")
STANDING = ("proposed", "costed", "admitted", "chosen", "passed_over")


def _rows() -> QuerySet[Round]:
    return Round.objects.select_related("place", "body", "fund", "vote")


def round_(round_id: int) -> Round | None:
    """The round with its place, body, fund and vote, or None."""
    return _rows().filter(pk=round_id).first()


def item(item_id: int) -> RoundItem | None:
    """A proposal with its round and place, or None."""
    rows = RoundItem.objects.select_related("round__place", "round__body", "place", "into", "project")
    return rows.filter(pk=item_id).first()


def rounds_at(place: Any) -> QuerySet[Round]:
    """The public rounds at a place, inside it and above it up to its street; newest first."""
    above = [one.pk for one in places.ancestors(place) if one.level not in ("district", "city", "province", "nation")]
    return (
        _rows()
        .filter(Q(place__path__startswith=place.path) | Q(place_id__in=above), state__in=SHOWN)
        .order_by("-year", "-pk")
    )


def rounds_everywhere() -> QuerySet[Round]:
    """The public rounds of the whole deployment, newest first."""
    return _rows().filter(state__in=SHOWN).order_by("-year", "-pk")


def rounds_for(actor: Actor) -> QuerySet[Round]:
    """The rounds whose desk the actor stands at: own body, community, street or watcher over it; newest first."""
    return _rows().filter(at_desks(actor)).order_by("-pk")


def moves_now(actor: Actor, found: Round) -> list[Move]:
    """The moves that the table allows from here and the actor's permits too."""
    return [move for move in ROUND.open_moves(found.state) if may(actor, move.permit, found)]


def item_moves_now(actor: Actor, one: RoundItem) -> list[Move]:
    """The moves of a proposal that the table, its round and the actor's permits allow now."""
    if one.round.state not in OPEN_FOR_CHECKS:
        return []
    return [
        m for m in ITEM.open_moves(one.state) if may(actor, m.permit, one if m.permit == "round.own" else one.round)
    ]


def collecting(found: Round) -> bool:
    """Whether something can be proposed now."""
    closes = found.proposals_close
    return found.state == "collecting" and closes is not None and clock.now() <= closes


# --- kinds and their caps ---


def item_kinds() -> tuple[str, ...]:
    """The kinds of projects that a round may make: those with a cap in the rule pack."""
    return tuple(key for key, row in kinds.table().kinds.items() if row.cap)


def cap_of(kind: str, on: date) -> int | None:
    """The most that one project of a kind may cost on a day, in fen; None where no rule says."""
    row = kinds.table().kinds.get(kind)
    return rulebook.number(row.cap, on) if row and row.cap else None


# --- proposals ---


@dataclass(frozen=True)
class Listed:
    """A proposal with how many distinct people stand behind it, and whether the reader does."""

    item: RoundItem
    people: int
    mine: bool = False
    words: dict[str, str] = field(default_factory=dict)


def items_of(found: Round, person_id: int | None = None) -> list[Listed]:
    """All proposals of a round in their order, with supporters (merged ones counted where they went). Five queries."""
    rows = list(found.items.select_related("place", "into", "project").order_by("number"))
    behind: dict[int, set[int]] = defaultdict(set)
    given = list(ItemSupport.objects.filter(item__round=found).values_list("item_id", "person_id"))
    same = people.one_each({person for _item, person in given} | ({person_id} if person_id is not None else set()))
    top = {row.pk: row.into_id or row.pk for row in rows}
    for pk, person in given:
        behind[top[pk]].add(same[person])
        behind[pk].add(same[person])
    me = same.get(person_id) if person_id is not None else None
    said = words_of_items([row.pk for row in rows])
    return [Listed(row, len(behind[row.pk]), me in behind[row.pk], said.get(row.pk, {})) for row in rows]


def supporters_of(one: RoundItem) -> int:
    """How many distinct people stand behind a proposal and those merged into it."""
    rows = ItemSupport.objects.filter(Q(item=one) | Q(item__into=one)).values_list("person_id", flat=True)
    return people.distinct_people(rows)


def supports(one: RoundItem, person_id: int | None) -> bool:
    """Whether this person stands behind it."""
    return person_id is not None and ItemSupport.objects.filter(item=one, person_id=person_id).exists()


def words_of_items(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """For each proposal the latest words of each kind."""
    found: dict[int, dict[str, str]] = {}
    for word in RoundWord.objects.filter(item_id__in=list(ids)).order_by("pk"):
        found.setdefault(int(word.item_id or 0), {})[word.kind] = word.text
    return found


def words_of(found: Round) -> list[RoundWord]:
    """What was written about the round itself, newest first."""
    return list(RoundWord.objects.filter(round=found, item=None).order_by("-pk"))


def needs_of(ids: Iterable[int]) -> dict[int, list[Any]]:
    """For each proposal the needs that it answers."""
    found: dict[int, list[Any]] = {}
    rows = RoundItemNeed.objects.filter(item_id__in=list(ids)).select_related("need").order_by("pk")
    for row in rows:
        found.setdefault(row.item_id, []).append(row.need)
    return found


def my_items(person_id: int) -> list[RoundItem]:
    """What a person proposed, newest first."""
    rows = RoundItem.objects.filter(by_id=person_id).select_related("round__place", "into", "project")
    return list(rows.order_by("-pk"))


def ballot_items(found: Round) -> list[RoundItem]:
    """What stands, or will stand, on the ballot; in its order."""
    return list(found.items.filter(state__in=("admitted", "chosen", "passed_over")).order_by("number"))


def unchecked(found: Round) -> int:
    """How many proposals still wait for a cost, or for the second person."""
    return found.items.filter(state__in=("proposed", "costed")).count()


def wait_for(actor: Actor, found: Round) -> list[RoundItem]:
    """The proposals whose next step this person can take: a cost to work out, or one of another's to agree with."""
    if found.state not in OPEN_FOR_CHECKS or not may(actor, "round.check", found):
        return []
    rows = found.items.filter(state__in=("proposed", "costed")).order_by("number")
    return [row for row in rows if row.state == "proposed" or row.costed_by_id != actor.person_id]


# --- what came out ---


@dataclass(frozen=True)
class Line:
    """One proposal in the result: how it fared both ways, and what a loser lacked (people; yuan)."""

    item: RoundItem
    votes: int
    shares: bool
    greedy: bool
    more: int | None = None
    cheaper: int | None = None


@dataclass(frozen=True)
class Result:
    """A count of a round's vote: preliminary or final; money in fen."""

    lines: tuple[Line, ...]
    cast: int
    electors: int
    spent: int
    budget: int
    final: bool
    # Voters better off with Equal Shares, with greedy, with neither; who got nothing of what they chose, both ways.
    better: tuple[int, int, int]
    unheard: tuple[int, int]
    # Parts of the community (estates and buildings) that got something, both ways; how many there are on the ballot.
    served: tuple[int, int, int]

    @property
    def winners(self) -> list[Line]:
        """What is in, in the order of its number."""
        return [line for line in self.lines if line.shares]

    @property
    def losers(self) -> list[Line]:
        """What is not."""
        return [line for line in self.lines if not line.shares]

    @property
    def left(self) -> int:
        """What nobody gets: it stays in the fund."""
        return self.budget - self.spent


def result(found: Round) -> Result | None:
    """What the newest count of the round's vote came to; None before there is one."""
    rows = voting.certificates(found.vote_id) if found.vote_id is not None else []
    if not rows:
        return None
    row, data = rows[-1], rows[-1].data
    extras = extras_of(data)
    by_rule = {entry["rule"]: set(entry["outcome"]["winners"]) for entry in data["items"].values()}
    shares, greedy = by_rule["equal_shares"], by_rule["greedy"]
    lines = tuple(_line(one, extras, shares, greedy) for one in ballot_items(found))
    return Result(
        lines, data["base"]["cast"], data["base"]["electors"],
        sum(line.item.cost or 0 for line in lines if line.shares), found.budget, row.stage == "final",
        extras.better or (0, 0, 0), extras.unheard or (0, 0), _served(found, lines),
    )  # fmt: skip


def _line(one: RoundItem, extras: Any, shares: set[str], greedy: set[str]) -> Line:
    lacked = extras.lacked.get(one.key)
    return Line(
        one, extras.votes.get(one.key, 0), one.key in shares, one.key in greedy,
        lacked.more if lacked else None, lacked.cheaper if lacked else None,
    )  # fmt: skip


def _served(found: Round, lines: Sequence[Line]) -> tuple[int, int, int]:
    """Distinct parts of the community with something in, by Equal Shares and by greedy, and among all on the ballot."""
    parts = [(line, line.item.place_id) for line in lines if line.item.place_id != found.place_id]
    ways = [
        {pk for line, pk in parts if line.shares},
        {pk for line, pk in parts if line.greedy},
        {pk for _l, pk in parts},
    ]
    return len(ways[0]), len(ways[1]), len(ways[2])


def winners_of(found: Round) -> tuple[dict[str, Any], list[str]]:
    """The final certificate of the round's vote and the keys of its winners; ({}, []) when there is none."""
    final = next((row for row in voting.certificates(found.vote_id or 0) if row.stage == "final"), None)
    if final is None:
        return {}, []
    main = next(entry for key, entry in final.data["items"].items() if key != BESIDE)
    return final.data, list(main["outcome"]["winners"])


def example_for(seat: Seat) -> Round:
    """A round as this seat would meet it (never saved), by which the public page prints what the seat may do."""
    return Round(pk=-1, place=places.get(seat.place_id), body_id=seat.body_id, state="collecting", year=2000, budget=1)


def aid_example(seat: Seat) -> DisputeAid:
    """A request for dispute money as this seat would meet it (never saved)."""
    return DisputeAid(pk=-1, place=places.get(seat.place_id), body_id=seat.body_id, asked_by_id=0, amount=1)


def aid(aid_id: int) -> DisputeAid | None:
    """The request with its place, body and fund, or None."""
    return DisputeAid.objects.select_related("place", "body", "fund").filter(pk=aid_id).first()


def aids_for(actor: Actor) -> QuerySet[DisputeAid]:
    """The requests that the actor's seats ask for, decide or watch; newest first."""
    return DisputeAid.objects.filter(at_desks(actor)).select_related("place", "body", "fund").order_by("-pk")


def aids_about(ref: Ref) -> list[DisputeAid]:
    """The requests about a case, newest first."""
    rows = DisputeAid.objects.filter(about_label=ref.label, about_id=ref.id).select_related("fund")
    return list(rows.order_by("-pk"))
