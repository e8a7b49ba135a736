"""Open a rule text, write its versions, take in what residents propose; each act one transaction and one fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import ChangeProposed, CovenantDrafted, CovenantInForce, CovenantMoved, CovenantOpened
from gongzhi.deliberation.lifecycle import COVENANT
from gongzhi.deliberation.models import Clause, Covenant, Draft, Edition, Proposal
from gongzhi.deliberation.permits import covenants as permits  # noqa: F401  (declares the powers)
from gongzhi.deliberation.rules.selfrules import BOUNDS, MODALITIES, RuleKind, rule_kinds, subjects
from gongzhi.deliberation.services.covenant_clock import set_clock
from gongzhi.deliberation.services.covenant_findings import check
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record.services import append, link
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage.services import require_no_person

TITLE, TEXT, WHY = 60, 600, 300
FIELDS = ("subject", "modality", "bound", "amount", "unit")


@dataclass(frozen=True)
class NewClause:
    """A clause as somebody writes it: `key` names one that stood in the version before, 0 is a new one."""

    text: str
    why: str = ""
    key: int = 0
    subject: str = ""
    modality: str = ""
    bound: str = ""
    amount: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Papers:
    """What proves that a text was adopted elsewhere or before: the source, the filing or document number, the days."""

    source: str
    receipt: str
    received_on: date
    in_force_from: date
    ended_on: date | None = None


def open_covenant(
    *, actor: Actor, rule_kind: str, place_id: int, keeper_id: int, title: str, clauses: Sequence[NewClause] = ()
) -> Edition:
    """Begin a rule text that is drafted here. Refused: "denied", "unknown_kind", "elsewhere", "level", "keeper"."""
    kind = _kind(rule_kind)
    if kind.adopted_elsewhere:
        raise Refused(_("这一种不在这里起草，请把定好的文本登记进来。"), code="elsewhere", field="rule_kind")
    with transaction.atomic():
        covenant = _covenant(actor, kind, place_id, keeper_id, title)
        return _open_edition(actor, covenant, clauses)


def open_edition(*, actor: Actor, covenant_id: int) -> Edition:
    """Begin the next edition from the text in force. Refused: "denied", "unknown", "open" while one runs."""
    with transaction.atomic():
        covenant = (
            Covenant.objects.select_for_update(of=("self",)).select_related("place").filter(pk=covenant_id).first()
        )
        if covenant is None:
            raise Refused(_("没有这份公约，请回到列表再选。"), code="unknown")
        if _kind(covenant.rule_kind).adopted_elsewhere:
            raise Refused(_("这一种不在这里起草，请把定好的文本登记进来。"), code="elsewhere")
        ended = ("in_force", "superseded", "repealed", "dropped")
        if covenant.editions.exclude(state__in=ended).exists():
            raise Refused(_("已经有一版正在办，先把它办完。"), code="open")
        held = covenant.editions.filter(state__in=ended[:3]).order_by("-number").first()
        return _open_edition(actor, covenant, [as_new(c) for c in clauses_of(last_draft(held))] if held else ())


def register(
    *, actor: Actor, rule_kind: str, place_id: int, keeper_id: int, title: str, clauses: Sequence[NewClause],
    papers: Papers,
) -> Edition:  # fmt: skip
    """Put a text on the register that was adopted elsewhere or before, with its papers.

    Refused: "denied", "papers" without source or receipt, "dates" that are not in order.
    """
    kind = _kind(rule_kind)
    if not papers.source.strip() or not papers.receipt.strip():
        raise Refused(_("请写明文本从哪里来，备案回执或文号是多少。"), code="papers", field="receipt")
    if papers.ended_on is not None and papers.ended_on < papers.in_force_from:
        raise Refused(_("废止的日子不能早于生效的日子。"), code="dates", field="ended_on")
    with transaction.atomic():
        covenant = _covenant(actor, kind, place_id, keeper_id, title)
        before = covenant.editions.filter(state="in_force").first()
        if before is not None and papers.ended_on is None:
            if papers.in_force_from <= (before.in_force_from or papers.in_force_from):
                raise Refused(_("新的一版要比现在这一版晚生效。"), code="dates", field="in_force_from")
            _supersede(actor, before, papers.in_force_from)
        edition = _new_edition(covenant)
        edition.state = "repealed" if papers.ended_on else "in_force"
        edition.source, edition.receipt = papers.source.strip(), papers.receipt.strip()
        edition.received_on = edition.posted_on = papers.received_on
        edition.posted_until = edition.in_force_from = papers.in_force_from
        edition.ended_on = papers.ended_on
        edition.save()
        check(_write_draft(edition, checked(clauses), note=""))
        _say_opened(actor, edition, registered=True)
        day = papers.in_force_from.isoformat()
        fact = CovenantInForce(edition.pk, covenant.pk, covenant.place_id, day, before.pk if before else None)
        append(fact, actor=actor, about=edition.ref)
    return edition


def save_draft(
    *, actor: Actor, edition_id: int, clauses: Sequence[NewClause], note: str = "", seen: int | None = None
) -> Draft:
    """Write a new version of the text. Refused: "denied", "stale", "not_drafting", "no_change", and of `checked`."""
    with transaction.atomic():
        edition = lock_edition(edition_id, seen)
        seat = require(organisations.fresh(actor), "covenant.draft", edition).seat
        draft = _next_draft(edition, clauses, note)
        fact = CovenantDrafted(edition.pk, draft.number, len(clauses), None)
        append(fact, actor=actor, about=edition.ref, seat=seat)
    return draft


def propose(
    *, actor: Actor, edition_id: int, asks: str, key: int | None = None, text: str = "", why: str = "",
    checked_by_eye: bool = False,
) -> Proposal:  # fmt: skip
    """A resident's proposal; nobody's registration is asked. Refused: "not_drafting", "unknown_clause", "missing",
    "too_long", "too_many", "personal".
    """
    with transaction.atomic():
        edition = lock_edition(edition_id)
        require(actor, "covenant.propose", edition)
        _must_be_drafting(edition)
        _fits(edition, asks, key, text)
        for field, said in (("text", text), ("why", why)):
            require_no_person(said, checked=checked_by_eye, field=field)
        most = rulebook.number("covenant.proposals_most", clock.today().date())
        if edition.proposals.filter(person_id=own_number(actor)).count() >= most:
            raise Refused(_("一份草案每人最多提 {n} 处修改。").format(n=most), code="too_many")
        made = Proposal.objects.create(
            edition=edition, asks=asks, key=None if asks == "add" else key, text=text.strip(), why=why.strip(),
            person_id=own_number(actor), at=clock.now(),
        )  # fmt: skip
        append(ChangeProposed(edition.pk, made.pk, "open"), actor=actor, about=edition.ref)
    return made


def take_proposal(*, actor: Actor, proposal_id: int, answer: str = "", text: str = "") -> Draft:
    """Write the proposal into a new version, in its own words or (with an answer that says why) in others."""
    with transaction.atomic():
        proposal, edition, seat = _answering(actor, proposal_id)
        wording = text.strip() or proposal.text
        if wording != proposal.text and not answer.strip():
            raise Refused(_("改了他的写法，请说明为什么。"), code="missing", field="answer")
        before = clauses_of(last_draft(edition))
        draft = _next_draft(edition, list(_with(proposal, before, wording)), "")
        _answered(actor, proposal, "taken", answer, draft)
        fact = CovenantDrafted(edition.pk, draft.number, draft.clauses.count(), proposal.pk)
        append(fact, actor=actor, about=edition.ref, seat=seat)
    return draft


def decline_proposal(*, actor: Actor, proposal_id: int, answer: str) -> Proposal:
    """Say no to a proposal, with the reason that everybody reads. Refused("missing") without one."""
    if not answer.strip():
        raise Refused(_("不采纳要写明理由，提的人看得到。"), code="missing", field="answer")
    with transaction.atomic():
        proposal, _edition, _seat = _answering(actor, proposal_id)
        _answered(actor, proposal, "declined", answer, None)
    return proposal


def withdraw_proposal(*, actor: Actor, proposal_id: int) -> Proposal:
    """The person takes the proposal back while nobody has answered. Refused: "unknown" for anybody else's."""
    with transaction.atomic():
        mine = Proposal.objects.select_for_update().filter(pk=proposal_id, person_id=own_number(actor), state="open")
        found = mine.first()
        if found is None:
            raise Refused(_("这条修改意见已经答复，或者不是您提的。"), code="unknown")
        _answered(actor, found, "withdrawn", "", None)
    return found


# --- what the other services of rule texts share ---


def own_number(actor: Actor) -> int:
    """The number of the person who acts; Refused("denied") for a part of the system."""
    if actor.person_id is None:
        raise Refused(_("这要由人来做。"), code="denied")
    return actor.person_id


def lock_edition(edition_id: int, seen: int | None = None) -> Edition:
    """The edition under a lock, with its covenant and place. Refused: "unknown", "stale"."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("covenant__place", "covenant__keeper")
    found = rows.filter(pk=edition_id).first()
    if found is None:
        raise Refused(_("没有这份公约，请回到列表再选。"), code="unknown")
    if seen is not None and seen != found.version:
        raise Refused(_("刚有人动过，您看到的不是最新的。请看最新的情况，再决定。"), code="stale")
    return found


def last_draft(edition: Edition) -> Draft:
    """The newest version of the text."""
    return edition.drafts.order_by("-number")[0]


def clauses_of(draft: Draft) -> list[Clause]:
    """The clauses of a version, in their order."""
    return list(draft.clauses.order_by("position"))


def as_new(clause: Clause) -> NewClause:
    """A clause as the next version may take it over."""
    kept = {name: getattr(clause, name) for name in FIELDS}
    return NewClause(text=clause.text, why=clause.why, key=clause.key, **kept)


def checked(clauses: Sequence[NewClause]) -> list[NewClause]:
    """The clauses as they may be written down. Refused: "no_clauses", "too_many", "missing", "too_long", "limit"."""
    most = rulebook.number("covenant.clauses_most", clock.today().date())
    if not clauses:
        raise Refused(_("至少写一条。"), code="no_clauses", field="text")
    if len(clauses) > most:
        raise Refused(_("最多 {n} 条，多了没有人记得住。").format(n=most), code="too_many", field="text")
    return [_checked(clause) for clause in clauses]


# --- inside ---


def _kind(code: str) -> RuleKind:
    if code not in rule_kinds():
        raise Refused(_("请选是哪一种规矩。"), code="unknown_kind", field="rule_kind")
    return rule_kinds()[code]


def _covenant(actor: Actor, kind: RuleKind, place_id: int, keeper_id: int, title: str) -> Covenant:
    place, keeper = places.get(place_id), organisations.body(keeper_id)
    require(organisations.fresh(actor), "covenant.open", place)
    line = " ".join(title.split())
    if not line or len(line) > TITLE:
        raise Refused(_("请写一个 60 个字以内的题目。"), code="title", field="title")
    if place.level not in kind.levels:
        raise Refused(_("这一种规矩不能定在这一级的地方。"), code="level", field="place")
    if keeper.kind not in kind.keepers or not place.path.startswith(keeper.place.path):
        raise Refused(_("请选管这个地方、能保管这种规矩的单位。"), code="keeper", field="keeper")
    found, _made = Covenant.objects.get_or_create(
        rule_kind=kind.code, place=place, keeper=keeper, defaults={"title": line, "opened_at": clock.now()}
    )
    return Covenant.objects.select_for_update(of=("self",)).select_related("place").get(pk=found.pk)


def _new_edition(covenant: Covenant) -> Edition:
    last = covenant.editions.aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    return Edition(covenant=covenant, number=last + 1, opened_at=now, drafting_since=now)


def _open_edition(actor: Actor, covenant: Covenant, clauses: Sequence[NewClause]) -> Edition:
    if covenant.editions.exclude(state__in=["in_force", "superseded", "repealed", "dropped"]).exists():
        raise Refused(_("已经有一版正在办，先把它办完。"), code="open")
    edition = _new_edition(covenant)
    edition.save()
    _write_draft(edition, checked(clauses) if clauses else [], note="")
    _say_opened(actor, edition, registered=False)
    set_clock(edition, actor)
    return edition


def _supersede(actor: Actor, before: Edition, day: date) -> None:
    source, before.state = before.state, COVENANT.move("supersede", before.state).target
    before.ended_on = day
    before.save(update_fields=["state", "ended_on"])
    append(CovenantMoved(before.pk, "supersede", source, before.state, before.vote_id), actor=actor, about=before.ref)


def _say_opened(actor: Actor, edition: Edition, *, registered: bool) -> None:
    covenant = edition.covenant
    place, number = covenant.place_id, edition.number
    fact = CovenantOpened(edition.pk, covenant.pk, covenant.rule_kind, place, number, registered, edition.state)
    append(fact, actor=actor, about=edition.ref)
    earlier = covenant.editions.filter(number=edition.number - 1).first()
    if earlier is not None:
        link(earlier.ref, edition.ref, "next_edition")


def _must_be_drafting(edition: Edition) -> None:
    if edition.state != "drafting":
        raise Refused(_("草案已经送去审看，现在不能改。"), code="not_drafting")


def _next_draft(edition: Edition, clauses: Sequence[NewClause], note: str) -> Draft:
    _must_be_drafting(edition)
    fine = checked(clauses)
    before = last_draft(edition)
    if fine == [as_new(clause) for clause in clauses_of(before)]:
        raise Refused(_("和上一稿一样，没有改动。"), code="no_change", field="text")
    known = set(Clause.objects.filter(draft__edition__covenant=edition.covenant).values_list("key", flat=True))
    used = [c.key for c in fine if c.key]
    if not set(used) <= known or len(used) != len(set(used)):
        raise Refused(_("有一条对不上原来的稿子，请重新打开这一页。"), code="unknown_clause", field="text")
    edition.version += 1
    edition.save(update_fields=["version"])
    return _write_draft(edition, fine, note)


def _write_draft(edition: Edition, clauses: Sequence[NewClause], note: str) -> Draft:
    number = (edition.drafts.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = Draft.objects.create(edition=edition, number=number, note=note.strip()[:200], made_at=clock.now())
    mine = Clause.objects.filter(draft__edition__covenant=edition.covenant)
    free = (mine.aggregate(last=Max("key"))["last"] or 0) + 1
    rows = []
    for position, clause in enumerate(clauses, 1):
        key = clause.key or free
        free += 0 if clause.key else 1
        kept = {name: getattr(clause, name) for name in FIELDS}
        rows.append(Clause(draft=draft, key=key, position=position, text=clause.text, why=clause.why, **kept))
    Clause.objects.bulk_create(rows)
    return draft


def _checked(clause: NewClause) -> NewClause:
    text, why = clause.text.strip(), clause.why.strip()
    if not text:
        raise Refused(_("这一条还没有写。"), code="missing", field="text")
    if len(text) > TEXT or len(why) > WHY:
        raise Refused(_("一条最多 600 个字，理由最多 300 个字。"), code="too_long", field="text")
    if clause.modality not in ("", *MODALITIES) or clause.subject not in ("", *subjects()):
        raise Refused(_("请从单子里选这一条管什么、怎么要求。"), code="limit", field="modality")
    if clause.modality and not clause.subject:
        raise Refused(_("请选这一条管的是什么事。"), code="limit", field="subject")
    if (clause.amount is None) != (clause.bound == "") or (clause.bound and clause.bound not in BOUNDS):
        raise Refused(_("限度要写全：最多还是最少，多少，什么单位。"), code="limit", field="amount")
    if clause.amount is not None and (not clause.modality or not clause.unit or clause.amount < 0):
        raise Refused(_("限度要写全：最多还是最少，多少，什么单位。"), code="limit", field="amount")
    return replace(clause, text=text, why=why)


def _fits(edition: Edition, asks: str, key: int | None, text: str) -> None:
    if asks not in words.ASKS:
        raise Refused(_("请选要改、要加还是要去掉。"), code="missing", field="asks")
    if asks != "add" and not last_draft(edition).clauses.filter(key=key or 0).exists():
        raise Refused(_("请选要改的是哪一条。"), code="unknown_clause", field="key")
    if asks != "remove" and not text.strip():
        raise Refused(_("请写下您想怎么写。"), code="missing", field="text")
    if len(text) > TEXT:
        raise Refused(_("一条最多 600 个字，理由最多 300 个字。"), code="too_long", field="text")


def _with(proposal: Proposal, before: Iterable[Clause], wording: str) -> Iterable[NewClause]:
    for clause in before:
        if clause.key != proposal.key:
            yield as_new(clause)
        elif proposal.asks == "change":
            yield replace(as_new(clause), text=wording, why=proposal.why or clause.why)
    if proposal.asks == "add":
        yield NewClause(text=wording, why=proposal.why)


def _answering(actor: Actor, proposal_id: int) -> tuple[Proposal, Edition, Any]:
    found = Proposal.objects.filter(pk=proposal_id).first()
    if found is None:
        raise Refused(_("没有这条修改意见。"), code="unknown")
    edition = lock_edition(found.edition_id)
    seat = require(organisations.fresh(actor), "covenant.draft", edition).seat
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state != "open":
        raise Refused(_("这条修改意见已经答复过了。"), code="stale")
    _must_be_drafting(edition)
    return proposal, edition, seat


def _answered(actor: Actor, proposal: Proposal, state: str, answer: str, into: Draft | None) -> None:
    proposal.state, proposal.answer, proposal.into = state, answer.strip()[:WHY], into
    proposal.answered_at = clock.now()
    proposal.save(update_fields=["state", "answer", "into", "answered_at"])
    append(ChangeProposed(proposal.edition_id, proposal.pk, state), actor=actor, about=proposal.edition.ref)
