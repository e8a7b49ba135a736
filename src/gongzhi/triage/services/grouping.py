"""Group what was heard in a street into themes, and make a problem of each that enough people speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, Sum

from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.reference import Ref
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage.models import Heard, Problem
from gongzhi.triage.rules import theme_report, titles
from gongzhi.triage.rules.theme_rows import DAY, Row
from gongzhi.triage.rules.themes import Themes
from gongzhi.triage.selectors.problems import counted
from gongzhi.triage.services.problems import TITLE, move_problem, open_problem

GROUPER = system("triage.grouping")
BATCH = 500
BULK = 100  # so many new messages at once are grouped with all others anew,
SMALL = 1_000  # and so is a window of so few, which takes no time and sees what the first of them could not
# Of these problems a person has decided: the machine adds to them and takes nothing away.
DECIDED = ("confirmed", "planned", "watched", "solved", "dismissed", "joined")
Words = Callable[[Sequence[Ref]], dict[Ref, titles.Said]]


@dataclass(frozen=True)
class Grouped:
    """What a round did: messages looked at, problems found, and the decided ones that more people spoke of."""

    messages: int = 0
    found: int = 0
    fed: tuple[int, ...] = ()


# What the last round left in memory, a street each, with a stamp of the tables by which it is known to be still true.
_kept: dict[int, tuple[tuple[Any, ...], Themes]] = {}


def regroup(
    *, street_id: int, words: Words, redact: titles.Redactor, progress: Callable[[float], None] = lambda share: None
) -> Grouped:
    """Give every new message of the street its theme, and every theme that enough people speak of its problem.

    `words` gives the title and body of messages, asked for those alone whose theme needs a title; `redact` covers what
    must not stand in one.
    """
    fresh = list(_rows(street_id).filter(grouped=False).order_by("said_at", "pk"))
    if not fresh:
        return Grouped()
    themes = _with(street_id, [_row(heard) for heard in fresh])
    touched = _write(themes) | {themes.theme_of(str(heard.pk)) for heard in fresh}
    known = set(Problem.objects.filter(street_id=street_id).values_list("theme", flat=True))
    follow = sorted(touched & known) + _new_ones(street_id, themes, known)
    found, fed = 0, list[int]()
    for done, theme in enumerate(follow, start=1):
        new, grown = _problem(street_id, theme, themes, words, redact)
        found, fed = found + new, fed + grown
        progress(done / len(follow))
    _finish(street_id, themes)
    _kept[street_id] = (_stamp(street_id), themes)
    return Grouped(len(fresh), found, tuple(fed))


def _since() -> datetime:
    window: timedelta = rulebook.limit("problem.window", clock.today().date()).length()
    return clock.now() - window


def _rows(street_id: int) -> Any:
    """The messages that count: those of the window, and older ones that stand in a problem."""
    lately = Q(said_at__gte=_since()) | Q(problem__isnull=False)
    rows = Heard.objects.filter(lately, street_id=street_id).annotate(echoed=Count("echoes"))
    return rows.select_related("problem", "place").defer("place__name")


def _with(street_id: int, fresh: list[Row]) -> Themes:
    """The street's window with the new messages in it: many are grouped with all others anew, a few are placed."""
    if len(fresh) > BULK:
        _kept.pop(street_id, None)
        themes = Themes([*_grouped(street_id), *fresh], last=_last(street_id))
        themes.settle()
        return themes
    themes = _window(street_id)
    for row in fresh:
        themes.add_row(row)
    if len(themes) <= SMALL:
        themes.settle()
    return themes


def _window(street_id: int) -> Themes:
    """The grouped messages of the street; what the last round left, when the tables still say the same."""
    kept = _kept.pop(street_id, None)
    if kept is not None and kept[0] == _stamp(street_id):
        return kept[1]
    return Themes(_grouped(street_id), last=_last(street_id))


def _grouped(street_id: int) -> list[Row]:
    return [_row(heard) for heard in _rows(street_id).filter(grouped=True)]


def _last(street_id: int) -> int:
    """The highest number that a problem of the street has had as a theme."""
    return Problem.objects.filter(street_id=street_id).aggregate(last=Max("theme"))["last"] or 0


def _stamp(street_id: int) -> tuple[Any, ...]:
    """What changes whenever a person's hand or another process changed what was grouped."""
    heard = Heard.objects.filter(street_id=street_id, grouped=True)
    sums = heard.aggregate(count=Count("pk"), last=Max("pk"), hands=Count("pk", filter=Q(by_hand=True)))
    problems = Problem.objects.filter(street_id=street_id).aggregate(count=Count("pk"), versions=Sum("version"))
    return (*sums.values(), *problems.values(), _since().date())


def _row(heard: Any) -> Row:
    fixed = heard.by_hand or (heard.problem is not None and heard.problem.state in DECIDED)
    day, place = heard.said_at.timestamp() / DAY, heard.place.path
    features = bytes(heard.features)
    pin = heard.theme if fixed else 0
    return Row(str(heard.pk), str(heard.person_id), day, float(heard.echoed), place, features, heard.theme, pin)


def _write(themes: Themes) -> set[int]:
    """Write the themes' numbers where they changed; returns every number that gained or lost a message.

    What moved waits again until its problem has followed: a round that is killed is taken up by the next.
    """
    moved = {int(ref): theme for ref, theme in themes.moves().items()}
    left: set[int] = set()
    for some in _parts(moved):
        left |= set(Heard.objects.filter(pk__in=some).values_list("theme", flat=True))
        rows = [Heard(pk=pk, theme=moved[pk], grouped=False) for pk in some]
        Heard.objects.bulk_update(rows, ["theme", "grouped"])
    return {*moved.values(), *left} - {0}


def _parts(pks: Iterable[int]) -> Iterator[list[int]]:
    """So many numbers at once as one statement takes on every database."""
    coming = iter(pks)
    while some := list(islice(coming, BATCH)):
        yield some


def _finish(street_id: int, themes: Themes) -> None:
    """What was looked at waits no longer; what was heard meanwhile does."""
    waiting = Heard.objects.filter(street_id=street_id, grouped=False).values_list("pk", flat=True)
    for some in _parts([pk for pk in waiting if str(pk) in themes]):
        Heard.objects.filter(pk__in=some).update(grouped=True)


def _new_ones(street_id: int, themes: Themes, known: set[int]) -> list[int]:
    """The themes that become problems now: enough people, the most first, as many as a community can look at."""
    today = clock.today().date()
    least, most = rulebook.number("problem.people", today), rulebook.number("problem.at_once", today)
    sizes = {n: len({row.person for row in themes.members(n)}) for n in themes.numbers() if n not in known}
    wanted = sorted((n for n in sizes if sizes[n] >= least), key=lambda n: (-sizes[n], n))
    if not wanted:
        return []
    rows = Heard.objects.filter(street_id=street_id, theme__in=wanted).order_by("pk")
    homes = dict(rows.values_list("theme", "community_id"))
    waiting: list[int | None] = list(
        Problem.objects.filter(street_id=street_id, state="found").values_list("community_id", flat=True)
    )
    room = {home: most - waiting.count(home) for home in set(homes.values())}
    taken = []
    for number in wanted:
        home = homes.get(number)
        if room.get(home, most) > 0:
            room[home] = room.get(home, most) - 1
            taken.append(number)
    return taken


def _problem(
    street_id: int, theme: int, themes: Themes, words: Words, redact: titles.Redactor
) -> tuple[int, list[int]]:
    """Make, feed or fade the problem of one theme, in one short transaction: is it new, and did a decided one grow?"""
    least = rulebook.number("problem.people", clock.today().date())
    members = themes.members(theme)
    enough = len({row.person for row in members}) >= least
    with transaction.atomic():
        problem = Problem.objects.select_for_update().filter(street_id=street_id, theme=theme).first()
        new = problem is None and enough
        if new:
            problem = _found(street_id, theme, themes, words, redact)
        if problem is None:
            return 0, []
        _feed(problem, [int(row.ref) for row in members])
        _follow_up(problem, themes, enough, words, redact, described=new)
    return int(new), [problem.pk] if problem.state in DECIDED else []


def _found(street_id: int, theme: int, themes: Themes, words: Words, redact: titles.Redactor) -> Problem:
    now = clock.now()
    problem = Problem(street_id=street_id, theme=theme, title="", first_at=now, last_at=now, found_at=now)
    problem.people = len({row.person for row in themes.members(theme)})
    _describe(problem, themes, words, redact)
    return open_problem(problem, GROUPER)


def _feed(problem: Problem, members: Sequence[int]) -> None:
    """The machine's messages of the theme are the problem's, and no others that no hand put there."""
    mine = Heard.objects.filter(by_hand=False)
    mine.filter(pk__in=members).exclude(problem=problem).update(problem=problem)
    if problem.state == "found":
        mine.filter(problem=problem).exclude(pk__in=members).update(problem=None)


def _follow_up(
    problem: Problem, themes: Themes, enough: bool, words: Words, redact: titles.Redactor, *, described: bool
) -> None:
    """Fade what lost its people, describe what is still the machine's, open again what came back."""
    people, size = counted([problem.pk])[problem.pk]
    if problem.state == "found" and not enough:
        move_problem(actor=GROUPER, problem_id=problem.pk, move="fade")
    if not described and themes.members(problem.theme):
        _describe(problem, themes, words, redact)
    fields = ["people", "size", "heat", "first_at", "last_at", "signs", "community", "title", "matter"]
    problem.people, problem.size = people, size
    problem.save(update_fields=fields)
    _came_back(problem)


def _came_back(problem: Problem) -> None:
    """As many people as make a problem have said it again since it was done: it is open again (又来了)."""
    if problem.state not in ("watched", "solved") or problem.finished_at is None:
        return
    least = rulebook.number("problem.people", clock.today().date())
    again = Heard.objects.filter(problem=problem, said_at__gt=problem.finished_at).values("person_id").distinct()
    if again.count() >= least:
        move_problem(actor=GROUPER, problem_id=problem.pk, move="recur")


def _describe(problem: Problem, themes: Themes, words: Words, redact: titles.Redactor) -> None:
    """Title, words, heat, first and last, and whose it is, from the theme's messages."""
    rows = themes.members(problem.theme)
    abouts = {str(h.pk): h for h in Heard.objects.filter(pk__in=[int(row.ref) for row in rows])}
    said = words([abouts[row.ref].about for row in rows if row.ref in abouts])

    def texts(refs: Sequence[str]) -> list[titles.Said]:
        return [said.get(abouts[ref].about, titles.Said("")) if ref in abouts else titles.Said("") for ref in refs]

    theme = theme_report.described(themes, problem.theme, clock.now(), texts, redact)
    problem.heat, problem.first_at, problem.last_at = theme.heat, theme.first, theme.last
    problem.signs = list(theme.words)
    if problem.state != "found":
        return
    if not problem.named_by_hand:
        problem.title = titles.cut(theme.title, TITLE)
    problem.community_id = _most(h.community_id for h in abouts.values())
    problem.matter = _most(h.matter for h in abouts.values() if h.matter) or ""


def _most(values: Iterable[Any]) -> Any:
    """What nine in ten share; None where there is no such thing."""
    counts: dict[Any, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    best = max(counts, key=lambda value: counts[value]) if counts else None
    return best if counts and counts[best] * 10 >= sum(counts.values()) * 9 else None
