"""Residents accept and judge: a list fixed before its seed, a lot that anybody can draw again, answers that decide."""

from __future__ import annotations

import secrets
from datetime import timedelta
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.events.projects import (
    ListFixed,
    ProjectAccepted,
    ProjectAnswered,
    ProjectJudged,
    ResidentsDrawn,
)
from gongzhi.projects.models import Panel, Panellist, Verdict
from gongzhi.projects.permits.projects import Judging
from gongzhi.projects.rules import acceptance
from gongzhi.projects.selectors.project_interests import conflicted
from gongzhi.projects.selectors.project_rows import asked_by, judging_round, open_panel
from gongzhi.projects.services.project_acts import Act, act_on, clean, due, lock_project, today
from gongzhi.projects.services.project_helping import helps
from gongzhi.projects.words import projects as words
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

SOURCE, SEED, TEXT = 120, 120, 400


def call_acceptance(*, actor: Actor, project_id: int, source: str) -> Panel:
    """Fix the list of those who asked (without anybody who gains by it or handles it), and say where the seed will
    come from. Refused: "denied", "late", "missing", "waiting" (one is under way), "nobody".
    """
    with act_on(actor, project_id, "project.draw", "accepting") as act:
        if open_panel(project_id) is not None:
            raise Refused(_("这次验收的名单已经定了。"), code="waiting")
        asked = asked_by(project_id)
        people = sorted(asked - conflicted(act.project, asked))
        if not people:
            raise Refused(_("提出需求的人里没有可以来验收的。"), code="nobody")
        tokens = sorted(secrets.token_hex(4) + f"{n:04x}" for n in range(len(people)))
        size = min(rulebook.number("project.panel_size", today()), len(people))
        panel = Panel.objects.create(
            project=act.project, number=Panel.objects.filter(project_id=project_id).count() + 1, size=size,
            digest=acceptance.digest(tokens), source=clean(source, SOURCE, "source"), called_at=act.now,
        )  # fmt: skip
        secrets.SystemRandom().shuffle(people)
        Panellist.objects.bulk_create(
            Panellist(panel=panel, person_id=person, token=token) for person, token in zip(people, tokens, strict=True)
        )
        act.record(ListFixed(project_id, panel.pk, len(people), panel.digest))
    return panel


def draw_acceptance(*, actor: Actor, project_id: int, seed: str) -> list[Panellist]:
    """Draw the fixed list by a seed that came after it. Refused: "no_list", "too_soon", "drawn"."""
    with act_on(actor, project_id, "project.draw", "accepting") as act:
        panel = _open(project_id)
        if panel.drawn_at is not None:
            raise Refused(_("已经抽过了。"), code="drawn")
        if act.now <= panel.called_at:
            raise Refused(_("名单刚公布，种子要在名单以后才出来。"), code="too_soon", field="seed")
        panel.seed, panel.drawn_at = clean(seed, SEED, "seed"), act.now
        panel.until = due("project.panel_window", act.now)
        panel.save()
        chosen = _draw(panel, 1, panel.size)
        act.record(ResidentsDrawn(project_id, panel.pk, len(chosen)))
    return chosen


def draw_more(*, actor: Actor, project_id: int) -> list[Panellist]:
    """Too few have answered in time: the next in the same lot take part; everybody has more time.

    When the whole list is drawn, only the time is longer. Refused: "waiting", "no_list".
    """
    with act_on(actor, project_id, "project.draw", "accepting") as act:
        panel = _open(project_id)
        if panel.until is None or act.now < panel.until:
            raise Refused(_("抽中的人还有时间回答。"), code="waiting")
        silent = panel.people.filter(drawn__isnull=False, ok=None).count()
        drawn = panel.people.filter(drawn__isnull=False).count()
        chosen = _draw(panel, drawn + 1, drawn + silent)
        panel.until = due("project.panel_window", act.now)
        panel.save()
        act.record(ResidentsDrawn(project_id, panel.pk, len(chosen)))
    return chosen


def _open(project_id: int) -> Panel:
    panel = open_panel(project_id)
    if panel is None:
        raise Refused(_("先公布名单，再抽。"), code="no_list")
    return panel


def _draw(panel: Panel, first: int, last: int) -> list[Panellist]:
    rows = {row.token: row for row in panel.people.all()}
    order = acceptance.drawn(list(rows), panel.seed)
    chosen = [rows[token] for token in order[first - 1 : last]]
    for place, row in enumerate(chosen, first):
        row.drawn = place
    Panellist.objects.bulk_update(chosen, ["drawn"])
    return chosen


def accept_as(*, person_id: int, project_id: int, ok: bool, words: str = "", helper: Actor | None = None) -> Panellist:
    """A drawn resident says whether the work will do; a "no" says why. It may be changed until the answers are counted.

    Refused: "denied" (not drawn, gains by it, or a helper who has a hand in it), "late", "missing", and what helping
    refuses.
    """
    with transaction.atomic():
        project = lock_project(project_id)
        panel = open_panel(project_id)
        row = panel.people.filter(person_id=person_id).first() if panel is not None else None
        if project.state != "accepting" or panel is None or row is None:
            raise Refused(_("这次验收现在没有请您来说，或者已经结束了。"), code="late")
        row.panel.project = project
        person = organisations.actor_for(person_id)
        require(person, "project.accept", row)
        if helper is not None:
            helps(helper, project, row.person_id, row if row.ok is not None else None)
        text = " ".join(words.split())
        if not ok and not text:
            raise Refused(_("请写一句哪里不行，好照着返工。"), code="missing", field="words")
        row.ok, row.text, row.answered_at = ok, text[:TEXT], clock.now()
        row.helped_by_id = helper.person_id if helper else None
        row.save()
        append(ProjectAnswered(project_id, panel.pk), actor=helper or person, about=project.ref)
    return row


def _counted(act: Act) -> tuple[Panel, int, int, str]:
    panel = open_panel(act.project.pk)
    if panel is None or panel.drawn_at is None:
        raise Refused(_("还没有抽人来验收。"), code="no_list")
    rows = list(panel.people.filter(drawn__isnull=False))
    yes, no = sum(row.ok is True for row in rows), sum(row.ok is False for row in rows)
    quorum, majority = (rulebook.share(f"project.panel_{name}", today()) for name in ("quorum", "majority"))
    if yes + no < len(rows) and panel.until is not None and act.now < panel.until:
        raise Refused(_("抽中的人还有时间回答。"), code="waiting")
    if len(rows) == panel.people.count():
        quorum = Fraction(0)  # nobody is left to be drawn: those who spoke decide
    outcome = acceptance.outcome(len(rows), yes, no, quorum, majority)
    if not outcome:
        raise Refused(_("回答的人太少，请按同一个签再请几位。"), code="too_few")
    return panel, yes, no, outcome


def _settle(act: Act, wanted: str) -> None:
    panel, yes, no, outcome = _counted(act)
    if outcome != wanted:
        said = _("居民的回答是通过，不能返工。") if outcome == "passed" else _("居民的回答是不通过，要返工。")
        raise Refused(said, code="answers")
    panel.outcome, panel.settled_at = outcome, act.now
    panel.save()
    act.record(ProjectAccepted(act.project.pk, panel.pk, yes, no, outcome))


def passed(act: Act) -> None:
    """The answers let it pass; they decide, not the hand that counts."""
    _settle(act, "passed")


def failed(act: Act) -> None:
    """The answers send it back; the reasons stand on the page, and the plan gets the days of the acceptance back."""
    _settle(act, "failed")
    project = act.project
    if project.planned_end is not None and project.planned_end < today():
        project.planned_end = today() + timedelta(days=1)


def judge(
    *, person_id: int, project_id: int, verdict: str, text: str = "", helper: Actor | None = None
) -> Verdict:  # fmt: skip
    """Somebody who asked says, after it was used for a while, whether it is what they asked for.

    Refused: "too_early", "late", "denied" (did not ask; handles it, works on it, gains by it), "unknown_verdict", and
    what helping refuses.
    """
    if verdict not in words.VERDICTS:
        raise Refused(_("请从三个里选一个。"), code="unknown_verdict", field="verdict")
    with transaction.atomic():
        project = lock_project(project_id)
        now = clock.now()
        if project.state != "judging":
            raise Refused(_("这个项目现在不在评价。"), code="late")
        if project.verdict_from is None or now < project.verdict_from:
            raise Refused(_("先用一段时间，到了日子再请您评价。"), code="too_early")
        person = organisations.actor_for(person_id)
        require(person, "project.judge", Judging(project, person_id, person_id in asked_by(project_id)))
        if helper is not None:
            before = Verdict.objects.filter(project=project, person_id=person_id, round=judging_round(project_id))
            helps(helper, project, person_id, before.first())
        row, _made = Verdict.objects.update_or_create(
            project=project, person_id=person_id, round=judging_round(project_id),
            defaults={"answer": verdict, "text": " ".join(text.split())[:TEXT], "at": now,
                      "channel": "helper" if helper else "web", "helped_by_id": helper.person_id if helper else None},
        )  # fmt: skip
        append(ProjectJudged(project_id, row.round), actor=helper or person, about=project.ref)
    return row


def solved(act: Act) -> bool:
    """Whether those who asked say that it was solved: not more than half of them say that it was not.

    Refused("waiting") until the time for verdicts is over or everybody has spoken.
    """
    project = act.project
    said = Verdict.objects.filter(project=project, round=judging_round(project.pk))
    given, no = said.count(), said.filter(answer="not_wanted").count()
    over = project.verdict_until is not None and act.now >= project.verdict_until
    if not over and given < len(asked_by(project.pk)):
        raise Refused(_("评价的日子还没到期。"), code="waiting")
    return 2 * no <= given
