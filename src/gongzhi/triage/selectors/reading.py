"""What the pages of recurring problems read: lists by state, weeks of many at once, places, story, months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.seats import acting
from gongzhi.record.selectors import FactView, Kept, facts_about
from gongzhi.triage import permits as permits  # declares the powers
from gongzhi.triage.lifecycle import PROBLEM
from gongzhi.triage.models import Heard, MonthTopic, Problem, ProblemWord
from gongzhi.triage.rules import seasons
from gongzhi.triage.selectors.problems import SHOWN, WEEK, Weeks, messages_of, problems_for, words_of

LABEL = "triage.problem"
OPEN = tuple(state for state in PROBLEM.states if PROBLEM.is_open(state))
ENDED = tuple(state for state in PROBLEM.states if not PROBLEM.is_open(state))
FORECAST = 8  # weeks looked ahead
# What the last words of a kind belong to: a move that says something.
_SAYS = {"plan": "plan", "progress": "progress", "finish": "finish", "dismiss": "reason"}


def by_state(problems: QuerySet[Problem]) -> dict[str, int]:
    """How many of these problems are in each state; one query."""
    rows = problems.order_by().values_list("state").annotate(many=Count("pk"))
    return {**dict.fromkeys(PROBLEM.states, 0), **dict(rows)}


def weeks_of_many(problem_ids: Iterable[int], count: int = 12) -> dict[int, Weeks]:
    """`weeks_of` for the rows of a list; one query."""
    wanted, now = list(problem_ids), clock.now()
    start = now - count * WEEK
    found = {pk: [0] * count for pk in wanted}
    rows = Heard.objects.filter(Q(problem_id__in=wanted) | Q(problem__into_id__in=wanted), said_at__gte=start)
    for own, into, said in rows.values_list("problem_id", "problem__into_id", "said_at"):
        found[into if into in found else own][min(int((said - start) / WEEK), count - 1)] += 1
    return {pk: Weeks(start, tuple(counts)) for pk, counts in found.items()}


@dataclass(frozen=True)
class Spot:
    """A place from which messages of a problem came; names and levels as the tree has them."""

    pk: int
    name: str
    level: str
    path: str
    lon: float | None
    lat: float | None


def places_of_many(problem_ids: Iterable[int]) -> dict[int, list[tuple[Spot, int]]]:
    """For each problem the places of its messages with how many came from there, the most first; one query."""
    wanted = list(problem_ids)
    counts: dict[int, Counter[Spot]] = {pk: Counter() for pk in wanted}
    rows = Heard.objects.filter(Q(problem_id__in=wanted) | Q(problem__into_id__in=wanted))
    place = ("place_id", "place__name", "place__level", "place__path", "place__lon", "place__lat")
    for own, into, *found in rows.order_by("id").values_list("problem_id", "problem__into_id", *place):
        counts[into if into in counts else own][Spot(*found)] += 1
    return {pk: counts[pk].most_common() for pk in wanted}


def clocks_of_many(problem_ids: Iterable[int]) -> dict[int, Any]:
    """The running duty of each of these problems; one query. A closed problem has none."""
    return {pk: rows[0] for pk, rows in duties.open_of_many(LABEL, problem_ids).items()}


def asked_of(actor: Actor) -> dict[str, list[int]]:
    """The problems that wait for the bodies the person acts for, by the kind of duty; one query."""
    bodies = [seat.body_id for seat in acting(actor)]
    if not bodies:
        return {}
    found: dict[str, list[int]] = {}
    seen = problems_for(actor).order_by().values("pk")
    rows = duties.open_duties(bodies, kinds=("review", "plan", "solve")).filter(about_label=LABEL, about_id__in=seen)
    for kind, number in rows.values_list("kind", "about_id"):
        found.setdefault(kind, []).append(number)
    return found


# Every page of a case asks this.
_HEARD = Kept(
    lambda label, number: Heard.objects.filter(about_label=label, about_id=number)
    .select_related(
        "problem__into__lead", "problem__street", "problem__community", "problem__into__street",
        "problem__into__community",
    )
    .order_by("pk")
)  # fmt: skip


def problem_of(about: Ref) -> Problem | None:
    """The problem that a message stands in: the main one, where its own was joined into another; None for none."""
    heard: Heard | None = next(iter(_HEARD(label=about.label, number=about.id)), None)
    if heard is None or heard.problem is None or heard.problem.state == "dismissed":
        return None
    return heard.problem.into or heard.problem


def joinable(actor: Actor, problem: Problem) -> list[Problem]:
    """The open problems of the same street that the actor may see, into which this one can be joined."""
    rows = problems_for(actor).filter(street_id=problem.street_id, state__in=OPEN).exclude(pk=problem.pk)
    return list(rows)


def joined_here(problem: Problem) -> list[Problem]:
    """The problems that were joined into this one."""
    return list(Problem.objects.filter(into=problem).order_by("id"))


def moves_now(actor: Actor, problem: Problem) -> list[Move]:
    """Exactly the moves that this person may make on this problem now; the buttons are drawn from it."""
    return [move for move in PROBLEM.open_moves(problem.state) if may(actor, move.permit, problem)]


def months_of(problem_id: int) -> list[int]:
    """The months for which a problem was taken on, newest first."""
    rows = MonthTopic.objects.filter(problem_id=problem_id).order_by("-month")
    return list(rows.values_list("month", flat=True))


def months_here(community_id: int) -> list[tuple[int, int]]:
    """The months in which a community took problems on, newest first, each with how many."""
    rows = MonthTopic.objects.filter(community_id=community_id, problem__state__in=SHOWN).order_by("-month")
    return list(rows.values_list("month").annotate(many=Count("pk")))


def communities_with_months() -> list[int]:
    """The communities that ever took a problem on."""
    return list(MonthTopic.objects.order_by().values_list("community_id", flat=True).distinct())


def last_words(problem_ids: Iterable[int], kinds: Sequence[str]) -> dict[int, list[ProblemWord]]:
    """What was said about each of these problems, of these kinds, newest first; one query."""
    found: dict[int, list[ProblemWord]] = {}
    rows = ProblemWord.objects.filter(problem_id__in=list(problem_ids), kind__in=list(kinds))
    for word in rows.select_related("body").order_by("-at", "-id"):
        found.setdefault(word.problem_id, []).append(word)
    return found


def season_of(problem_id: int) -> tuple[seasons.Forecast, dict[date, int]]:
    """What to expect in the next weeks by last year's same weeks, and the weekly counts that it rests on."""
    rows = messages_of(problem_id).values_list("said_at", flat=True)
    counts = seasons.weekly([said.astimezone(clock.CHINA).date() for said in rows])
    street = Problem.objects.values_list("street_id", flat=True).get(pk=problem_id)
    first = Heard.objects.filter(street_id=street).order_by("said_at").values_list("said_at", flat=True).first()
    today = clock.today().date()
    since = first.astimezone(clock.CHINA).date() if first else today
    return seasons.forecast(counts, since, today, FORECAST), counts


@dataclass(frozen=True)
class Told:
    """One thing that happened to a problem, with the words that go with it."""

    at: datetime
    fact: FactView
    text: str = ""
    many: int = 1  # so many messages were put in or taken out at once


def story(problem: Problem) -> list[Told]:
    """What happened, oldest first; messages moved by one hand in one act are one entry. Two queries."""
    said = list(words_of(problem.pk))[::-1]
    found: list[Told] = []
    for fact in facts_about(Ref(LABEL, problem.pk)):
        kind = _SAYS.get(fact.data.get("move", "")) if fact.kind == "triage.problem_moved" else None
        word = next((w for w in reversed(said) if w.kind == kind and w.at <= fact.at), None)
        if word is not None:
            said.remove(word)
        if found and _same_act(found[-1].fact, fact):
            found[-1] = Told(fact.at, fact, "", found[-1].many + 1)
        else:
            found.append(Told(fact.at, fact, word.text if word else ""))
    return found


def _same_act(before: FactView, fact: FactView) -> bool:
    moved = before.kind == fact.kind == "triage.member_moved" and before.actor == fact.actor
    return moved and before.data["joined"] == fact.data["joined"] and (fact.at - before.at).total_seconds() < 60
