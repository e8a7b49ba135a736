"""What everybody may read of cases: the week of a community in numbers, and what a matter is called in public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from gongzhi.cases.models import Case
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name

WEEK = 7 * timedelta(days=1)
# A week of a community is found among its newest cases; more than these are not reported in the life of one matter.
NEWEST = 3000


@dataclass(frozen=True)
class Week:
    """The last seven days of a community, and what is open in it now."""

    since: datetime
    reported: int
    answered: int
    solved: int
    open: int
    overdue: int


def week_here(community_id: int) -> Week:
    """The counts of a community's last seven days; two queries, whatever it holds."""
    now = clock.now()
    since = now - WEEK
    newest = Case.objects.filter(community_id=community_id).order_by("-id").values("pk")[:NEWEST]
    whole = Case.objects.filter(pk__in=newest, part_of=None)
    done = whole.aggregate(
        reported=Count("pk", filter=Q(reported_at__gte=since)),
        answered=Count("pk", filter=Q(answered_at__gte=since)),
        solved=Count("pk", filter=Q(closed_at__gte=since, state="solved")),
    )
    standing = Case.objects.filter(community_id=community_id, is_open=True, part_of=None).aggregate(
        open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now) & ~Q(state="answered"))
    )
    return Week(since, **done, **standing)


def public_name(case: Case) -> str:
    """What everybody may read as the name of a case: the released heading, else its matter type, else nothing."""
    if case.heading:
        return case.heading
    matter = mandates.matter(case.matter) if case.matter else None
    return matter_name(matter) if matter else ""


def is_public(case: Case) -> bool:
    """Whether others may see that this case exists: a tip-off only once a worker has released a heading for it."""
    return case.intake != "report" or bool(case.heading)


def public_names(case_ids: Iterable[int]) -> dict[int, str]:
    """The public names of those of these cases that everybody may know of, "" where one has no name yet; one query."""
    rows = Case.objects.filter(pk__in=list(case_ids)).only("pk", "heading", "matter", "intake")
    return {case.pk: public_name(case) for case in rows if is_public(case)}


def followed(person_id: int | None, case_ids: Iterable[int]) -> QuerySet[Case]:
    """What a person reported, signed in or in this browser, newest first; parts stand inside their whole."""
    mine = Q(pk__in=list(case_ids))
    if person_id is not None:
        mine |= Q(reporter_id=person_id)
    return Case.objects.filter(mine, part_of=None).select_related("place", "holder").order_by("-id")


def seconded_by(case_id: int, person_id: int | None) -> bool:
    """Whether this person has said "me too"."""
    return person_id is not None and Case.objects.filter(pk=case_id, seconded__person_id=person_id).exists()
