"""Venture calls: rules first, proposals without names for the scorers, an award that anybody can count again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events import partners as events
from gongzhi.projects.models import (
    Member,
    Project,
    Proposal,
    Scorer,
    ScorerTie,
    ScoreSheet,
    Tranche,
    VentureCall,
)
from gongzhi.projects.models.partners_ventures import CALL
from gongzhi.projects.permits.partners import Calling, Offering
from gongzhi.projects.rules import venture
from gongzhi.projects.selectors.partners import sheets_of, tie_of
from gongzhi.projects.services.project_acts import clean, person_of, today
from gongzhi.projects.services.project_evidence import checks_evidence
from gongzhi.projects.words import partners as words
from gongzhi.record.services import append, link
from gongzhi.rulebook import selectors as rulebook

TITLE, TEXT, MOST_CRITERIA, MOST_POINTS, CODES = 60, 4000, 12, 100, "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class NewCall:
    """A call before its first proposal; amounts in fen, `threshold` and `tranches` in parts of a hundred."""

    title: str
    text: str
    criteria: tuple[tuple[str, int], ...]
    budget: int
    most: int
    closes: datetime
    threshold: int = 60
    tranches: tuple[int, ...] = (50, 50)
    fund_id: int | None = None
    purpose: str = "venture"


def _tell(row: VentureCall, event: Event, actor: Actor, seat: Seat | None) -> None:
    append(event, actor=actor, about=row.ref, seat=seat)


def open_call(*, actor: Actor, body_id: int, place_id: int, new: NewCall) -> VentureCall:
    """Publish a call with its rules. Refused: "criteria", "tranches", "budget", "past", "denied"."""
    _fits(new)
    with transaction.atomic():
        seat = require(organisations.fresh(actor), "venture.open", Calling(body_id, places.get(place_id).path)).seat
        row = VentureCall(
            place_id=place_id, body_id=body_id, title=clean(new.title, TITLE, "title"),
            text=clean(new.text, TEXT, "text"), budget=new.budget, most=new.most, threshold=new.threshold,
            criteria=[{"key": f"c{n}", "name": name, "most": most} for n, (name, most) in enumerate(new.criteria, 1)],
            tranches=list(new.tranches), fund_id=new.fund_id, purpose=new.purpose, closes=new.closes,
            opened_at=clock.now(),
        )  # fmt: skip
        row.save()
        opened = events.VentureOpened(row.pk, body_id, place_id, row.budget, row.closes.isoformat())
        _tell(row, opened, actor, seat)
    return row


def _fits(new: NewCall) -> None:
    names = [name.strip() for name, _most in new.criteria]
    if not 0 < len(names) <= MOST_CRITERIA or len(set(names)) < len(names) or not all(names):
        raise Refused(_("评分的各项要有名字，不能重复。"), code="criteria", field="criteria")
    if any(not 1 <= most <= MOST_POINTS for _name, most in new.criteria):
        raise Refused(_("每一项的满分从 1 到 100。"), code="criteria", field="criteria")
    if sum(new.tranches) != 100 or any(part < 1 for part in new.tranches):
        raise Refused(_("分几次付，加起来要是 100。"), code="tranches", field="tranches")
    if not 0 < new.most <= new.budget or not 0 <= new.threshold <= 100:
        raise Refused(_("单个项目的上限不能超过总额。"), code="budget", field="most")
    if new.closes <= clock.now():
        raise Refused(_("截止的日子要在今天以后。"), code="past", field="closes")


def _lock(call_id: int, *states: str) -> VentureCall:
    row = VentureCall.objects.select_for_update().filter(pk=call_id).first()
    if row is None:
        raise Refused(_("没有这次征集，请回到列表再选。"), code="unknown")
    if row.state not in states:
        raise Refused(_("这次征集已经到了另一步。"), code="late")
    return row


def _run(actor: Actor, row: VentureCall) -> Seat | None:
    return require(organisations.fresh(actor), "venture.run", row).seat


def put_proposal(*, actor: Actor, call_id: int, title: str, text: str, amount: int) -> Proposal:
    """An organisation proposes. Refused: "named" when its name stands in the words (scorers must not read it), "over",
    "once", "late", "denied"."""
    with transaction.atomic():
        row = _lock(call_id, "open")
        actor = organisations.fresh(actor)
        seat = require(actor, "purchase.bid", Offering(row.body_id)).seat
        assert seat is not None  # the permit gives no power without one
        if clock.now() > row.closes:
            raise Refused(_("征集的时间已经过了。"), code="late")
        if not 0 < amount <= row.most:
            raise Refused(_("要的钱要大于零，不超过单个项目的上限。"), code="over", field="amount")
        if Proposal.objects.filter(call=row, body_id=seat.body_id).exists():
            raise Refused(_("您的组织已经交过方案了。"), code="once")
        said = {"title": clean(title, TITLE, "title"), "text": clean(text, TEXT, "text")}
        name = organisations.body(seat.body_id).name
        for field, words_of in said.items():
            if name in words_of:
                raise Refused(_("请不要在方案里写组织的名字，评审看不到是谁交的。"), code="named", field=field)
        made = Proposal(
            call=row, body_id=seat.body_id, code=_code(row), amount=amount, by_id=person_of(actor), at=clock.now(),
            **said,
        )  # fmt: skip
        made.save()
        _tell(row, events.ProposalPut(row.pk, made.pk, made.body_id, amount), actor, seat)
    return made


def _code(row: VentureCall) -> str:
    """By chance, so that neither the order nor the hour of a proposal can be read from it."""
    taken = set(Proposal.objects.filter(call=row).values_list("code", flat=True))
    while True:
        code = "".join(secrets.choice(CODES) for _n in range(4))
        if code not in taken:
            return code


def ask_scorer(*, actor: Actor, call_id: int, person_id: int) -> Scorer:
    """Ask somebody to score. Refused: "tie" (to an applicant), "once", "knows_names" (the caller)."""
    with transaction.atomic():
        row = _lock(call_id, "open", "scoring")
        seat = _run(actor, row)
        if Scorer.objects.filter(call=row, person_id=person_id).exists():
            raise Refused(_("已经请过这位评审了。"), code="once", field="person_id")
        _knows_no_names(row, person_id)
        number = Scorer.objects.filter(call=row).count() + 1
        made = Scorer(call=row, number=number, person_id=person_id, at=clock.now())
        _untied(made)
        made.save()
        _tell(row, events.ScorerAsked(row.pk, made.pk), actor, seat)
    return made


def _knows_no_names(row: VentureCall, person_id: int) -> None:
    """The desk of the caller reads who proposes; nobody of it scores as well."""
    if organisations.actor_for(person_id).seat_in(row.body_id):
        raise Refused(_("发布征集的单位看得到是谁交的，它的人不能评分。"), code="knows_names", field="person_id")


def _untied(scorer: Scorer) -> None:
    tie = tie_of(scorer)
    if tie:
        said = _("这位评审和申请的组织有关系（%(tie)s），不能评这次征集。") % {"tie": words.TIES[tie]}
        raise Refused(said, code="tie")


def declare_tie(*, actor: Actor, call_id: int, body_id: int, kind: str) -> ScorerTie:
    """A scorer says how they are related to an organisation; never taken back. Refused: "tie_unknown", "denied"."""
    if kind not in words.DECLARED:
        raise Refused(_("请从清单里选是哪种关系。"), code="tie_unknown", field="kind")
    with transaction.atomic():
        row = _lock(call_id, "open", "scoring")
        scorer = _mine(actor, row)
        made, new = ScorerTie.objects.get_or_create(
            scorer=scorer, body_id=body_id, defaults={"kind": kind, "at": clock.now()}
        )
        if new:
            _tell(row, events.TieDeclared(row.pk, scorer.pk, body_id, kind), actor, None)
    return made


def _mine(actor: Actor, row: VentureCall) -> Scorer:
    scorer = Scorer.objects.filter(call=row, person_id=actor.person_id or 0).first()
    if scorer is None:
        raise Refused(_("分数由请来的评审自己打。"), code="denied")
    require(actor, "venture.score", scorer)
    return scorer


def start_scoring(*, actor: Actor, call_id: int) -> VentureCall:
    """After the close: the scorers read the proposals by their codes. Refused: "early", "none"."""
    with transaction.atomic():
        row = _lock(call_id, "open")
        seat = _run(actor, row)
        if clock.now() <= row.closes:
            raise Refused(_("征集的时间还没有过。"), code="early")
        many = Proposal.objects.filter(call=row).count()
        if not many:
            raise Refused(_("没有人交方案。"), code="none")
        row.state, row.version = "scoring", row.version + 1
        row.save()
        _tell(row, events.VentureMoved(row.pk, row.state, many), actor, seat)
    return row


def score(*, actor: Actor, call_id: int, code: str, points: Mapping[str, int]) -> ScoreSheet:
    """All points of one scorer for one proposal, by its code; put again before the award, the last sheet counts.

    Refused: "tie" (related to an applicant, asked anew each time), "points", "unknown_code", "late", "denied".
    """
    with transaction.atomic():
        row = _lock(call_id, "scoring")
        scorer = _mine(actor, row)
        _knows_no_names(row, scorer.person_id)
        _untied(scorer)
        proposal = Proposal.objects.filter(call=row, code=code).first()
        if proposal is None:
            raise Refused(_("没有这个编号的方案。"), code="unknown_code")
        most = {one["key"]: one["most"] for one in row.criteria}
        whole = set(points) == set(most) and all(type(n) is int and 0 <= n <= most[key] for key, n in points.items())
        if not whole:
            raise Refused(_("每一项都要打分，写整数，不超过满分。"), code="points")
        number = ScoreSheet.objects.filter(proposal=proposal, scorer=scorer).count() + 1
        made = ScoreSheet(proposal=proposal, scorer=scorer, number=number, points=dict(points), at=clock.now())
        made.save()
        _tell(row, events.SheetPut(row.pk, proposal.pk, scorer.pk, number), actor, None)
    return made


def award(*, actor: Actor, call_id: int) -> VentureCall:
    """Work the award out from the sheets, publish the file, and lay down the tranches. Nothing can be typed.

    Sheets of somebody who turned out to be related do not count. Refused: "few" under the least number of scorers,
    "incomplete" while somebody has scored some proposals and not all.
    """
    with transaction.atomic():
        row = _lock(call_id, "scoring")
        seat = _run(actor, row)
        file = _file(row)
        found = venture.recount(file)
        row.file, row.digest = file, venture.digest(file)
        row.state, row.awarded_at, row.version = "awarded", clock.now(), row.version + 1
        row.save()
        given = [one for one in found if one.awarded]
        ids = _grant(actor, row, given)
        fact = events.VentureAwarded(row.pk, tuple(ids), sum(one.amount for one in given), row.digest)
        _tell(row, fact, actor, seat)
    return row


def _file(row: VentureCall) -> dict[str, Any]:
    proposals = list(Proposal.objects.select_related("body").filter(call=row).order_by("code"))
    codes, sheets, left_out = {one.code for one in proposals}, {}, []
    scored = sheets_of(row.pk)
    for scorer in Scorer.objects.filter(call=row).order_by("number"):
        name = f"S{scorer.number}"
        if tie_of(scorer):
            left_out.append({"scorer": name, "why": tie_of(scorer)})
        elif scorer.pk in scored:
            if set(scored[scorer.pk]) != codes:
                raise Refused(_("还有评审没有把全部方案打完分。"), code="incomplete")
            sheets[name] = scored[scorer.pk]
    least = rulebook.number("venture.least_scorers", today())
    if len(sheets) < least:
        raise Refused(_("至少要 %(n)d 位评审打完分。") % {"n": least}, code="few")
    return {
        "call": row.pk, "criteria": row.criteria, "budget": row.budget, "threshold": row.threshold,
        "proposals": [{"code": p.code, "amount": p.amount, "body": p.body.name, "title": p.title} for p in proposals],
        "sheets": sheets, "left_out": left_out,
    }  # fmt: skip


def _grant(actor: Actor, row: VentureCall, given: Sequence[venture.Total]) -> list[int]:
    ids = []
    for one in given:
        proposal = Proposal.objects.get(call=row, code=one.code)
        ids.append(proposal.pk)
        for n, amount in enumerate(venture.tranches(one.amount, row.tranches), 1):
            if amount <= 0:
                continue
            made = Tranche(proposal=proposal, position=n, amount=amount)
            made.save()
            link(row.ref, made.ref, "grant")
            if row.fund_id is not None:
                ledger.reserve(actor=actor, fund_id=row.fund_id, purpose=row.purpose, amount=amount, about=made.ref)
    return ids


@checks_evidence(CALL)
def stands(about: Ref, project: Project, kind: str) -> str | None:
    """A call stands as evidence of a project once an organisation of its team was awarded."""
    row = VentureCall.objects.filter(pk=about.id, state="awarded").first()
    bodies = set(Member.objects.filter(project=project, left_at=None).values_list("body_id", flat=True))
    got = Tranche.objects.filter(proposal__call=row, proposal__body_id__in=bodies - {None}) if row else None
    return None if got is not None and got.exists() else _("这次征集还没有公布结果，或者没有资助这个项目的组织。")
