"""Whom a project asks now and who has not spoken yet, for those who enter an answer for somebody; never for a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.projects.models import Project, Verdict
from gongzhi.projects.selectors.project_interests import conflicted
from gongzhi.projects.selectors.project_rows import asked_by, judging_round, open_panel
from gongzhi.projects.selectors.projects import rows

ASKS = {"accepting": "accept", "judging": "judge"}
MOST = 60


@dataclass(frozen=True)
class Waiting:
    """One person who is asked: which in the lot (or among those who asked), and what this helper entered for them."""

    person_id: int
    number: int
    entered: str = ""


@dataclass(frozen=True)
class Silent:
    """Who has not spoken, whose answer this helper entered, and how many can be reached by nobody."""

    what: str
    waiting: tuple[Waiting, ...] = ()
    entered: tuple[Waiting, ...] = ()
    unknown: int = 0


def asks_now(project: Project) -> str:
    """ "accept" or "judge" while its residents are asked, else ""."""
    if project.state == "judging" and (project.verdict_from is None or project.verdict_from > clock.now()):
        return ""
    panel = open_panel(project.pk) if project.state == "accepting" else None
    drawn = project.state != "accepting" or (panel is not None and panel.drawn_at is not None)
    return ASKS.get(project.state, "") if drawn else ""


def silent(project: Project, helper: Actor) -> Silent:
    """Those asked who have not spoken and whom the house knows by a number or an account; never the helper."""
    what = asks_now(project)
    asked = _ASKED[what](project) if what else []
    reached = people.known_again(one for one, _number, _said, _by in asked)
    open_, own, unknown = [], [], 0
    for person, number, said, by in asked:
        if person == helper.person_id:
            continue
        if said and by == helper.person_id:
            own.append(Waiting(person, number, said))
        elif not said and person in reached:
            open_.append(Waiting(person, number))
        elif not said:
            unknown += 1
    return Silent(what, tuple(open_), tuple(own), unknown)


Line = tuple[int, int, str, int | None]  # person, number, what was said, who entered it


def _drawn(project: Project) -> list[Line]:
    panel = open_panel(project.pk)
    found = panel.people.filter(drawn__isnull=False).order_by("drawn") if panel is not None else []
    said = {None: "", True: "1", False: "0"}
    return [(row.person_id, row.drawn or 0, said[row.ok], row.helped_by_id) for row in found]


def _judges(project: Project) -> list[Line]:
    asked = asked_by(project.pk)
    spoken = {row.person_id: row for row in Verdict.objects.filter(project=project, round=judging_round(project.pk))}
    found: list[Line] = []
    for number, person in enumerate(sorted(asked - conflicted(project, asked)), 1):
        row = spoken.get(person)
        found.append((person, number, row.answer if row else "", row.helped_by_id if row else None))
    return found


_ASKED = {"accept": _drawn, "judge": _judges}


def to_help(actor: Actor) -> list[Project]:
    """The projects that ask residents now and for which this actor may enter answers; newest first."""
    near = Q(pk=None)
    for seat in actor.seats:
        near |= Q(place__path__startswith=seat.path) | Q(place_id__in=places.path_ids(seat.path))
    found: QuerySet[Project] = rows().filter(near, state__in=ASKS).order_by("-pk")
    return [one for one in found[:MOST] if asks_now(one) and may(actor, "project.help", one)]
