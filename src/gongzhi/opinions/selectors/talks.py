"""Read conversations and their statements: where they are, what a person is asked next, how many answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet, Sum

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.opinions.models import Conversation, Opinion, Sheet, Statement, Tombstone
from gongzhi.opinions.permits import Ground
from gongzhi.opinions.rules.turns import Turn, in_turn
from gongzhi.organisations.seats import at_desks
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook


def today() -> date:
    """The day by which a rule of this instrument is chosen."""
    return clock.today().date()


def number(name: str) -> int:
    """A number of the rule pack in force today."""
    return rulebook.number(name, today())


def agreed_share() -> Fraction:
    """The least share of every group that makes common ground."""
    return rulebook.share("talk.agreed_share", today())


def limit(name: str) -> Limit:
    """A time limit of the rule pack in force today."""
    return rulebook.limit(name, today())


# --- conversations ----------------------------------------------------------------------------------------------------


def _talks() -> QuerySet[Conversation]:
    return Conversation.objects.select_related("place", "body")


def talk(talk_id: int) -> Conversation | None:
    """The conversation with its place and body, or None."""
    return _talks().filter(pk=talk_id).first()


def of(about: Ref) -> list[Conversation]:
    """The conversations about a thing, oldest first."""
    return list(_talks().filter(about_label=about.label, about_id=about.id).order_by("id"))


def is_open(found: Conversation, at: datetime | None = None) -> bool:
    """Whether one may still say and vote: opened, and not past its end."""
    return found.state == "open" and (found.closes_at is None or (at or clock.now()) < found.closes_at)


def open_conversations(place: Any = None, limit: int = 50) -> list[Conversation]:
    """Where one may take part now: at a place, inside of it, and at the places that hold it; newest first."""
    rows = _talks().filter(Q(closes_at=None) | Q(closes_at__gt=clock.now()), state="open")
    if place is not None:
        above = [one.pk for one in places.ancestors(place)]
        rows = rows.filter(Q(place__path__startswith=place.path) | Q(place_id__in=above))
    return list(rows.order_by("-opened_at", "-id")[:limit])


def ended_conversations(place: Any = None, limit: int = 20) -> list[Conversation]:
    """Where everything was said, newest first."""
    rows = _talks().filter(Q(state="closed") | Q(closes_at__lte=clock.now()))
    if place is not None:
        rows = rows.filter(place__path__startswith=place.path)
    return list(rows.order_by("-opened_at", "-id")[:limit])


def talks_for(actor: Actor) -> QuerySet[Conversation]:
    """Every conversation whose desk the actor may see (the permit `opinion.watch`), newest first."""
    return _talks().filter(at_desks(actor)).order_by("-opened_at", "-id")


def looks_waiting(actor: Actor) -> list[Statement]:
    """Statements that wait to be looked at in the conversations of the actor's desks, oldest first."""
    desks = [found.pk for found in talks_for(actor) if may(actor, "opinion.moderate", found)]
    rows = Statement.objects.filter(conversation_id__in=desks, state="waiting").select_related("conversation")
    return list(rows.order_by("said_at", "id"))


def sheets_of(talk_id: int) -> int:
    """How many paper sheets were typed in."""
    return Sheet.objects.filter(conversation_id=talk_id).count()


# --- statements -------------------------------------------------------------------------------------------------------


def statement(statement_id: int) -> Statement | None:
    """The statement with its conversation, or None."""
    rows = Statement.objects.select_related("conversation__place", "conversation__body", "into")
    return rows.filter(pk=statement_id).first()


def statements_of(talk_id: int, states: Sequence[str] = ("shown",)) -> list[Statement]:
    """The statements of a conversation in these states, in the order of their numbers, as the paper sheet has them."""
    return list(Statement.objects.filter(conversation_id=talk_id, state__in=states).order_by("number"))


@dataclass(frozen=True)
class Asked:
    """What a person is asked now (None: nothing is left), how many are left with it, and how many are answered."""

    statement: Statement | None
    left: int
    answered: int


def next_statement(
    person_id: int | None, conversation_id: int, seed: str = "", first: int | None = None
) -> Asked:  # fmt: skip
    """What this person (or, before the first answer, the visitor behind `seed`) is asked next.

    `first` is a statement that is asked before all others, if it may still be: one whose answer was just taken back.
    """
    done: set[int] = set()
    if person_id is not None:
        done = set(answers_of(person_id, conversation_id))
    rows = Statement.objects.filter(conversation_id=conversation_id, state="shown").exclude(pk__in=done)
    turns = [Turn(pk, a + d + p) for pk, a, d, p in rows.values_list("pk", "agrees", "disagrees", "passes")]
    key = f"{conversation_id}:{person_id if person_id is not None else seed}"
    order = in_turn(turns, key, number("talk.near_least"))
    if not order:
        return Asked(None, 0, len(done))
    wanted = next((row.id for row in order if row.id == first), order[0].id)
    return Asked(Statement.objects.filter(pk=wanted).first(), len(order), len(done))


def tombstones_of(statement_ids: Iterable[int]) -> dict[int, Tombstone]:
    """The last act of moderation on each of these statements: what stands where words stood."""
    rows = Tombstone.objects.filter(statement_id__in=list(statement_ids)).select_related("body")
    return {row.statement_id: row for row in rows.order_by("id") if row.statement_id is not None}


def log_of(talk_id: int, limit: int = 200) -> list[Tombstone]:
    """Every act of moderation, newest first: the moderation log."""
    rows = Tombstone.objects.filter(conversation_id=talk_id).select_related("body", "statement", "post")
    return list(rows.order_by("-id")[:limit])


# --- a person's own ---------------------------------------------------------------------------------------------------


def answers_of(person_id: int, talk_id: int) -> dict[int, int]:
    """What this person answered, statement by statement; for that person only."""
    mine = Opinion.objects.filter(conversation_id=talk_id, person_id=person_id)
    return dict(mine.values_list("statement_id", "value"))


def last_answer(person_id: int, talk_id: int) -> Opinion | None:
    """This person's latest answer, with its statement, to offer taking it back; for that person only."""
    mine = Opinion.objects.filter(conversation_id=talk_id, person_id=person_id, statement__state="shown")
    return mine.select_related("statement").order_by("-at", "-id").first()


def said_by(person_id: int, talk_id: int) -> list[Statement]:
    """The statements that this person put; for that person only."""
    return list(Statement.objects.filter(conversation_id=talk_id, author_id=person_id, seed=False).order_by("number"))


# --- numbers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """How many people took part, how many answers there are, and to how many statements that everybody sees."""

    people: int
    votes: int
    statements: int


def tally(conversation_id: int) -> Tally:
    """The numbers of a conversation, counted now."""
    rows = Statement.objects.filter(conversation_id=conversation_id, state="shown")
    sums = rows.aggregate(a=Sum("agrees"), d=Sum("disagrees"), p=Sum("passes"))
    people = Opinion.objects.filter(conversation_id=conversation_id).values("person_id").distinct().count()
    return Tally(people, sum(value or 0 for value in sums.values()), rows.count())


def people_of(conversation_id: int) -> set[int]:
    """The numbers of those who said or answered something: for figures of participation only, never for a page."""
    voted = Opinion.objects.filter(conversation_id=conversation_id).values_list("person_id", flat=True).distinct()
    wrote = Statement.objects.filter(conversation_id=conversation_id, author__isnull=False, seed=False)
    return {*voted, *(pk for pk in wrote.values_list("author_id", flat=True) if pk is not None)}


def may_see_desk(actor: Actor, found: Conversation) -> bool:
    """Whether the actor may look at the moderation of a conversation."""
    return bool(may(actor, "opinion.watch", found))


def example_for(seat: Any) -> Ground:
    """A conversation as this seat would meet it, by which the public page prints what the seat may do."""
    return Ground(places.get(seat.place_id), seat.body_id)
