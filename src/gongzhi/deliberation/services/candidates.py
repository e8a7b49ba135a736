"""The making of a committee: nominate, look at listed grounds, refuse only on one, hear the appeal, talk, certify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import CandidateMoved, CandidateScreened, SelectionCertified, SelectionOpened
from gongzhi.deliberation.lifecycle import CANDIDACY
from gongzhi.deliberation.models import Candidate, Screening, Selection
from gongzhi.deliberation.permits import candidates as permits  # noqa: F401  (declares the powers)
from gongzhi.deliberation.rules.composition import still_to_look_at
from gongzhi.deliberation.selectors import candidates as reading
from gongzhi.deliberation.services.covenants import own_number
from gongzhi.deliberation.words import candidates as words
from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.people.services import keep_while
from gongzhi.places import selectors as places
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import selectors as voting

EVIDENCE, WORDS, ITEM = 300, 600, 40
CLOCK = system("candidates.clock")
keep_while("candidates.open", reading.people_standing)


@dataclass
class Step:
    """A move of a candidacy in the making."""

    candidate: Candidate
    actor: Actor
    seat: Seat | None
    given: dict[str, Any]


def open_selection(*, actor: Actor, committee: str, place_id: int, reviewer_id: int, seats: int) -> Selection:
    """Begin the making of a committee; `reviewer_id` is the body that looks at the nominations.

    Refused: "denied", "unknown", "seats", "reviewer".
    """
    place, reviewer = places.get(place_id), organisations.body(reviewer_id)
    with transaction.atomic():
        seat = require(organisations.fresh(actor), "candidate.open", place).seat
        if committee not in words.COMMITTEES:
            raise Refused(_("请选是居委会还是业委会。"), code="unknown", field="committee")
        if seats < 1:
            raise Refused(_("至少要选一位。"), code="seats", field="seats")
        if not place.path.startswith(reviewer.place.path):
            raise Refused(_("请选管这个地方的单位来审看。"), code="reviewer", field="reviewer")
        made = Selection.objects.create(
            committee=committee, place=place, reviewer=reviewer, places=seats, opened_at=clock.now()
        )
        append(SelectionOpened(made.pk, committee, place.pk, seats), actor=actor, about=made.ref, seat=seat)
    return made


def nominate(*, actor: Actor, selection_id: int, person_id: int | None = None) -> Candidate:
    """The actor stands, or a reviewing seat enters somebody who was nominated. Refused: "denied", "again", "over"."""
    with transaction.atomic():
        selection = _open(selection_id)
        who = person_id or own_number(actor)
        if who != actor.person_id:
            require(organisations.fresh(actor), "candidate.review", selection)
        if selection.candidates.filter(person_id=who).exists():
            raise Refused(_("已经提过名了。"), code="again")
        made = Candidate.objects.create(selection=selection, person_id=who, at=clock.now())
        _settle(made, actor, None, "nominate", "")
    return made


def declare_party(*, actor: Actor, candidate_id: int, member: bool | None) -> Candidate:
    """What the candidate says of their own party membership; None takes it back. Used in a committee's sum only."""
    with transaction.atomic():
        found = _locked(candidate_id)
        require(actor, "candidate.own", found)
        found.party_member = member
        found.save(update_fields=["party_member"])
    return found


def screen(*, actor: Actor, candidate_id: int, bar: str, finding: str, evidence: str = "") -> Screening:
    """Write down what was found for one listed ground. Refused: "denied", "not_listed", "missing" evidence."""
    with transaction.atomic():
        found = _locked(candidate_id)
        seat = require(organisations.fresh(actor), "candidate.review", found.selection).seat
        if bar not in words.BARS_OF[found.selection.committee] or finding not in words.FINDINGS:
            raise Refused(_("只能按列明的情形审看。"), code="not_listed", field="bar")
        if finding == "barred" and not evidence.strip():
            raise Refused(_("请写明依据是什么材料。"), code="missing", field="evidence")
        made = Screening.objects.create(
            candidate=found, bar=bar, finding=finding, evidence=evidence.strip()[:EVIDENCE], at=clock.now()
        )
        append(CandidateScreened(found.pk, bar, finding), actor=actor, about=found.ref, seat=seat)
    return made


def talk(*, actor: Actor, candidate_id: int, on: date, points: Sequence[str]) -> Candidate:
    """Record the talk before office: the day and the closed list of what was spoken of; never what was said."""
    with transaction.atomic():
        found = _locked(candidate_id)
        seat = require(organisations.fresh(actor), "candidate.review", found.selection).seat
        if found.state not in ("eligible", "elected") or on > clock.today().date():
            raise Refused(_("谈话记在可以当候选人以后，日子不能在今天以后。"), code="not_yet", field="on")
        if not points or not set(points) <= set(words.TALK_POINTS):
            raise Refused(_("请勾选谈了哪几样。"), code="missing", field="points")
        found.talked_on, found.talk_points = on, sorted(set(points))
        found.save(update_fields=["talked_on", "talk_points"])
        append(CandidateScreened(found.pk, "", "talked"), actor=actor, about=found.ref, seat=seat)
    return found


def move_candidate(*, actor: Actor, candidate_id: int, move: str, **given: Any) -> Candidate:
    """Make one move. Refused: "stale", "denied", "missing" with the field, "not_listed", "not_looked", "late"."""
    with transaction.atomic():
        found = _locked(candidate_id)
        step = next((m for m in CANDIDACY.open_moves(found.state) if m.name == move), None)
        if step is None or step.permit == "candidate.certify":
            raise Refused(_("这一步现在不能办。请看最新的情况，再决定。"), code="stale")
        asked = found.selection if step.permit == "candidate.review" else found
        answer = require(organisations.fresh(actor), step.permit, asked)
        for need in step.needs:
            if not str(given.get(need) or "").strip():
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        acting = Step(found, actor, answer.seat, given)
        _EFFECTS.get(move, _nothing)(acting)
        source, found.state = found.state, step.target
        _settle(found, actor, answer.seat, move, source)
    return found


def certify(*, actor: Actor, selection_id: int, elected: Sequence[int], vote_id: int | None = None) -> Selection:
    """Set down who was elected by the lawful election. The advice is written beside it, whatever it says.

    They must be those whom the vote about this selection chose; without such a vote it was held elsewhere, and the
    list is taken as it is. Refused: "denied", "over", "not_eligible" for somebody who did not stand, "too_many",
    "other_vote", "vote_not_final", "not_as_voted".
    """
    with transaction.atomic():
        selection = _open(selection_id)
        seat = require(organisations.fresh(actor), "candidate.certify", selection).seat
        standing = {c.pk: c for c in selection.candidates.select_for_update().filter(state="eligible")}
        chosen = set(elected)
        if not chosen or not chosen <= set(standing):
            raise Refused(_("只有可以当候选人的人能当选。"), code="not_eligible", field="elected")
        if len(chosen) > selection.places:
            raise Refused(_("当选的人比名额多。"), code="too_many", field="elected")
        vote_id = _as_voted(selection, [standing[pk] for pk in chosen], vote_id)
        for pk, candidate in standing.items():
            move = "elect" if pk in chosen else "pass_over"
            source, candidate.state = candidate.state, CANDIDACY.move(move, candidate.state).target
            candidate.selection = selection
            _settle(candidate, actor, seat, move, source)
        _write_result(selection, actor, seat, vote_id)
    return selection


def lapse_appeals() -> int:
    """A refusal that nobody appealed against in time is closed; returns how many. The worker calls it."""
    waiting = Candidate.objects.filter(state="refused").values_list("pk", flat=True)
    gone = 0
    for pk in list(waiting):
        with transaction.atomic():
            found = _locked(pk)
            if found.state == "refused" and clock.now() > reading.appeal_until(found):
                require(CLOCK, "candidate.run", found)
                source, found.state = found.state, CANDIDACY.move("lapse", found.state).target
                _settle(found, CLOCK, None, "lapse", source)
                gone += 1
    return gone


# --- inside ---


def plain(name: str) -> str:
    """A name as it is compared: without the spaces that people put between its characters."""
    return "".join(name.split())


def _as_voted(selection: Selection, elected: Sequence[Candidate], vote_id: int | None) -> int | None:
    """The vote that chose exactly these: named, or the last one about this selection. None where none was held here."""
    held = [vote for vote in voting.of(selection.ref) if vote.state != "withdrawn"]
    found = next((vote for vote in held if vote_id in (None, vote.pk)), None)
    if found is None:
        if vote_id is None:
            return None
        raise Refused(_("这次投票不是为这次换届办的，请核对编号。"), code="other_vote", field="vote")
    chosen = voting.chosen(found.pk)
    if chosen is None:
        raise Refused(_("这次投票还没有核定结果，核定以后再定名单。"), code="vote_not_final", field="vote")
    names = Counter(plain(one.person.name) for one in elected)
    if names != Counter(plain(title) for title in chosen.values()):
        raise Refused(_("名单和投票选出的人不一样。请按核定的结果来。"), code="not_as_voted", field="elected")
    return found.pk


def _write_result(selection: Selection, actor: Actor, seat: Seat | None, vote_id: int | None) -> None:
    advice = reading.advice_for(selection, states=("elected",))
    selection.state, selection.certified_at, selection.vote_id = "certified", clock.now(), vote_id
    selection.members, selection.party_members = advice.members, advice.party_members
    selection.flagged = advice.flagged
    selection.save()
    fact = SelectionCertified(selection.pk, advice.members, advice.flagged, vote_id)
    append(fact, actor=actor, about=selection.ref, seat=seat)


def _open(selection_id: int) -> Selection:
    rows = Selection.objects.select_for_update(of=("self",)).select_related("place", "reviewer")
    found = rows.filter(pk=selection_id).first()
    if found is None:
        raise Refused(_("没有这次换届，请回到列表再选。"), code="unknown")
    if found.state != "open":
        raise Refused(_("这次换届已经定了结果。"), code="over")
    return found


def _locked(candidate_id: int) -> Candidate:
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("selection__place", "selection__reviewer")
    found = rows.filter(pk=candidate_id).first()
    if found is None:
        raise Refused(_("没有这位候选人。"), code="unknown")
    return found


def _settle(candidate: Candidate, actor: Actor, seat: Seat | None, move: str, source: str) -> None:
    candidate.version += 1
    candidate.save()
    _set_clock(candidate, actor)
    fact = CandidateMoved(candidate.pk, candidate.selection_id, move, source, candidate.state, candidate.bar)
    append(fact, actor=actor, about=candidate.ref, seat=seat)


def _set_clock(candidate: Candidate, actor: Actor) -> None:
    """Who nominates waits for the review, who appeals for the street's answer; nothing else runs."""
    for duty in list(duties_read.open_of(candidate.ref)):
        duties.discharge(about=candidate.ref, kind=duty.kind, body_id=duty.body_id, actor=actor)
    rule = {"nominated": "candidate.review_limit", "appealed": "candidate.appeal_answer"}.get(candidate.state)
    if rule is None:
        return
    street = organisations.body_for("street_office", candidate.selection.place)
    owner = candidate.selection.reviewer_id if candidate.state == "nominated" or street is None else street.pk
    limit = rulebook.limit(rule, clock.today().date())
    kind = "review" if candidate.state == "nominated" else "settle"
    duties.open_duty(kind=kind, about=candidate.ref, body_id=owner, limit=limit, actor=actor)


def _nothing(step: Step) -> None:
    """A move that only changes the state."""


def _admit(step: Step) -> None:
    """Every listed ground must have been looked at, and none found to hold."""
    listed = words.BARS_OF[step.candidate.selection.committee]
    found = reading.findings(step.candidate)
    left = still_to_look_at(found, listed)
    if left:
        said = _("、").join(str(words.BARS[bar]) for bar in left)
        raise Refused(_("还没看的：{what}。").format(what=said), code="not_looked")
    if any(found[bar] == "barred" for bar in listed):
        raise Refused(_("查到了列明的情形，不能记为可以当候选人。"), code="barred")


def _refuse(step: Step) -> None:
    """Only on a ground of the list, and only when the review found that it holds."""
    candidate, bar, item = step.candidate, str(step.given["bar"]), str(step.given.get("item") or "").strip()
    _listed(candidate, bar, item)
    if reading.findings(candidate).get(bar) != "barred":
        raise Refused(_("先写下这一条查到了什么，再定不能当候选人。"), code="not_looked", field="bar")
    candidate.bar, candidate.item = bar, item[:ITEM]
    candidate.evidence = str(step.given["evidence"]).strip()[:EVIDENCE]
    candidate.refused_by_id = step.seat.body_id if step.seat else None
    candidate.refused_at = clock.now()


def _listed(candidate: Candidate, bar: str, item: str) -> None:
    if bar not in words.BARS_OF[candidate.selection.committee]:
        raise Refused(_("理由要从列明的情形里选，别的理由不能成为理由。"), code="not_listed", field="bar")
    if bar in words.NEEDS_ITEM and not item:
        raise Refused(_("请写明是第几项、第几条。"), code="missing", field="item")


def _appeal(step: Step) -> None:
    if clock.now() > reading.appeal_until(step.candidate):
        raise Refused(_("申诉的日子过了。可以向街道当面反映。"), code="late")
    step.candidate.appeal = str(step.given["text"]).strip()[:WORDS]


def _uphold(step: Step) -> None:
    _listed(step.candidate, str(step.given["bar"]), str(step.given.get("item") or step.candidate.item).strip())
    step.candidate.bar = str(step.given["bar"])
    step.candidate.item = str(step.given.get("item") or step.candidate.item).strip()[:ITEM]
    _answered(step)


def _overturn(step: Step) -> None:
    step.candidate.bar = step.candidate.item = step.candidate.evidence = ""
    _answered(step)


def _answered(step: Step) -> None:
    step.candidate.appeal_answer = str(step.given["reason"]).strip()[:WORDS]
    step.candidate.answered_by_id = step.seat.body_id if step.seat else None


_EFFECTS: dict[str, Callable[[Step], None]] = {
    "admit": _admit,
    "refuse": _refuse,
    "appeal": _appeal,
    "uphold": _uphold,
    "overturn": _overturn,
}
