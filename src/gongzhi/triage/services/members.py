"""What a person's hand changes in a problem: its title, its messages, a part split off, the month it is taken on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage.events import MemberMoved, ProblemRenamed, TakenOn
from gongzhi.triage.models import Heard, MonthTopic, Problem
from gongzhi.triage.selectors.problems import SHOWN, counted
from gongzhi.triage.services.problems import about, clean_title, lock_problem, open_problem, unchanged


def recount(problem_ids: Sequence[int]) -> None:
    """Write the counts of these problems anew: distinct people, messages, first and last."""
    for pk, (people, size) in counted(problem_ids).items():
        rows = Heard.objects.filter(problem_id=pk).order_by("said_at").values_list("said_at", flat=True)
        first, last = rows.first(), rows.last()
        stretch = {"first_at": first, "last_at": last} if first and last else {}
        Problem.objects.filter(pk=pk).update(people=people, size=size, **stretch)


def rename(*, actor: Actor, problem_id: int, title: str, seen: int | None = None) -> Problem:
    """Give a problem another title, for people to read; the machine keeps its hands off it from now on."""
    line = clean_title(title)
    with transaction.atomic():
        problem = unchanged(lock_problem(problem_id), seen)
        answer = require(fresh(actor), "problem.sort", problem)
        problem.title, problem.named_by_hand = line, True
        problem.version += 1
        problem.save(update_fields=["title", "named_by_hand", "version"])
        append(ProblemRenamed(problem.pk), actor=actor, about=about(problem), seat=answer.seat)
    return problem


def put_in(*, actor: Actor, problem_id: int, message: Ref) -> Problem:
    """Put a message of the same street into a problem, by hand."""
    with transaction.atomic():
        problem = lock_problem(problem_id)
        answer = require(fresh(actor), "problem.sort", problem)
        heard = _heard(message)
        if heard is None or heard.street_id != problem.street_id:
            raise Refused(_("请选同一个街道里的一件事。"), code="unknown", field="message")
        before = heard.problem_id
        heard.problem, heard.theme, heard.by_hand = problem, problem.theme, True
        heard.save(update_fields=["problem", "theme", "by_hand"])
        append(MemberMoved(problem.pk, str(message), True), actor=actor, about=about(problem), seat=answer.seat)
        recount([pk for pk in (problem.pk, before) if pk])
    return lock_free(problem.pk)


def take_out(*, actor: Actor, problem_id: int, message: Ref) -> Problem:
    """Take a message out of a problem; the machine does not put it back."""
    with transaction.atomic():
        problem = lock_problem(problem_id)
        answer = require(fresh(actor), "problem.sort", problem)
        heard = _heard(message)
        if heard is None or heard.problem_id != problem.pk:
            raise Refused(_("这件事不在这个问题里。"), code="unknown", field="message")
        heard.problem, heard.theme, heard.by_hand = None, _next_theme(problem.street_id), True
        heard.save(update_fields=["problem", "theme", "by_hand"])
        append(MemberMoved(problem.pk, str(message), False), actor=actor, about=about(problem), seat=answer.seat)
        recount([problem.pk])
    return lock_free(problem.pk)


def split(*, actor: Actor, problem_id: int, messages: Sequence[Ref], title: str, seen: int | None = None) -> Problem:
    """Let some messages be a problem of their own; returns the new one. Refused("too_few") for none or all of them."""
    line = clean_title(title)
    with transaction.atomic():
        problem = unchanged(lock_problem(problem_id), seen)
        answer = require(fresh(actor), "problem.sort", problem)
        wanted = {(ref.label, ref.id) for ref in messages}
        inside = list(Heard.objects.select_for_update().filter(problem=problem))
        moved = [heard for heard in inside if (heard.about_label, heard.about_id) in wanted]
        if not moved or len(moved) == len(inside):
            raise Refused(_("请勾选要分出去的几件，至少一件，也不能是全部。"), code="too_few", field="messages")
        new = Problem(
            street_id=problem.street_id, community_id=problem.community_id, title=line, named_by_hand=True,
            matter=problem.matter, first_at=min(h.said_at for h in moved), last_at=max(h.said_at for h in moved),
            found_at=clock.now(), signs=problem.signs, theme=_next_theme(problem.street_id),
        )  # fmt: skip
        open_problem(new, actor)
        # Whoever takes some out has looked at the others too: the machine must not bring the two together again.
        Heard.objects.filter(problem=problem).update(by_hand=True)
        Heard.objects.filter(pk__in=[h.pk for h in moved]).update(problem=new, theme=new.theme, by_hand=True)
        for heard in moved:
            append(MemberMoved(new.pk, str(heard.about), True), actor=actor, about=about(new), seat=answer.seat)
        recount([problem.pk, new.pk])
    return lock_free(new.pk)


def take_on(*, actor: Actor, problem_id: int, month: int, taken: bool = True) -> Problem:
    """The community takes a confirmed problem on for a month (每月一题), or takes that back."""
    with transaction.atomic():
        problem = lock_problem(problem_id)
        answer = require(fresh(actor), "problem.sort", problem)
        if problem.community is None or problem.state not in SHOWN:
            raise Refused(_("先确认它是一个社区的问题，才能列为每月一题。"), code="not_confirmed")
        if not 1 <= month % 100 <= 12:
            raise Refused(_("请选一个月份。"), code="unknown_month", field="month")
        mine = MonthTopic.objects.select_for_update().filter(community=problem.community, month=month)
        if taken and not mine.filter(problem=problem).exists():
            most = rulebook.number("problem.month_topics", clock.today().date())
            if len(mine) >= most:
                raise Refused(_("一个月最多列 %(n)d 题，请先撤下一题。") % {"n": most}, code="too_many")
            MonthTopic.objects.create(problem=problem, community=problem.community, month=month, at=clock.now())
        elif not taken:
            mine.filter(problem=problem).delete()
        fact = TakenOn(problem.pk, problem.community_id or 0, month, taken)
        append(fact, actor=actor, about=about(problem), seat=answer.seat)
    return problem


def _next_theme(street_id: int) -> int:
    """A number of the street's that no theme has; the caller holds a problem of it under a lock."""
    heard = Heard.objects.filter(street_id=street_id).aggregate(last=Max("theme"))["last"] or 0
    problems = Problem.objects.filter(street_id=street_id).aggregate(last=Max("theme"))["last"] or 0
    return int(max(heard, problems)) + 1


def _heard(message: Ref) -> Heard | None:
    rows = Heard.objects.select_for_update()
    return rows.filter(about_label=message.label, about_id=message.id).first()


def lock_free(problem_id: int) -> Problem:
    """The problem as it stands after the act."""
    return Problem.objects.select_related("street", "community", "lead").get(pk=problem_id)
