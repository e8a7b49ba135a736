"""What the three lists and projects do when an instrument records a fact; and examples, for the page of powers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.duties.events import DutyOverdue
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.ledger.events import EntryReversed, PaymentMade, PaymentRefused, PaymentWithdrawn
from gongzhi.organisations.selectors import by_relation, example
from gongzhi.places.selectors import get as get_place
from gongzhi.projects.models.project import LABEL
from gongzhi.projects.permits.projects import Proposing
from gongzhi.projects.permits.rounds import Budgeting, Opening
from gongzhi.projects.selectors import rounds as rounds_read
from gongzhi.projects.selectors.partners_examples import PARTNERS
from gongzhi.projects.selectors.project_examples import blocker_example
from gongzhi.projects.selectors.projects import example_for
from gongzhi.projects.services import pledges, rounds_votes, support
from gongzhi.projects.services.project_work import BLOCKER, escalate_blocker, escalate_project
from gongzhi.projects.services.projects import close_judged
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to
from gongzhi.voting.events import VoteCertified

for _permit in ("see", "watch", "run", "decide", "approve", "work", "join", "declare", "count", "draw", "help"):
    example(f"project.{_permit}", example_for)
example("project.unblock", blocker_example)
example("project.propose", lambda seat: Proposing(seat.body_id, get_place(seat.place_id).path))
by_relation("project.accept", _("抽签抽中的居民，和项目没有利害关系"))
by_relation("project.judge", _("当初提出需求的人，不办这个项目、也没有利害关系"))


@reacts_to(DutyOverdue)
def when_project_overdue(event: DutyOverdue, fact: FactView) -> None:
    """The time for verdicts is over: it closes by itself. Any other clock that ran out: the street is asked."""
    ref = Ref.parse(event.about)
    if ref.label == LABEL and event.duty_kind == "judge":
        close_judged(ref.id)
    elif ref.label == LABEL:
        escalate_project(event, ref.id)
    elif ref.label == BLOCKER:
        escalate_blocker(event, ref.id)


# --- rounds of a participatory budget, and money for disputes ---

for _permit in ("run", "check", "propose"):
    example(f"round.{_permit}", rounds_read.example_for)
example("round.open", lambda seat: Opening(seat.body_id, seat.path))
for _permit in ("round.desk", "aid.ask", "aid.see"):
    example(_permit, lambda seat: Budgeting(seat.path))
example("aid.decide", rounds_read.aid_example)
by_relation("round.own", _("提出这个提案的人"))


@reacts_to(VoteCertified)
def when_vote_certified(event: VoteCertified, fact: FactView) -> None:
    """A round's vote has its final result: the proposals say whether they are in; the desk makes the projects."""
    ref = Ref.parse(event.about)
    if ref.label == "projects.round":
        try:
            rounds_votes.note_result(ref.id)
        except Refused as refused:
            if refused.code != "other_vote":  # a later vote of the same round counts, not one that was given up
                raise


@reacts_to(PaymentMade, PaymentRefused, PaymentWithdrawn)
def when_paid(event: PaymentMade | PaymentRefused | PaymentWithdrawn, fact: FactView) -> None:
    """A payment was decided: the request for dispute money that it belongs to says so."""
    made = isinstance(event, PaymentMade)
    support.note_payment(event.payment_id, system("projects.support"), made=made)


@reacts_to(EntryReversed)
def when_entry_undone(event: EntryReversed, fact: FactView) -> None:
    """Money of a pledge that came in was booked wrongly: it is still to come."""
    pledges.note_reversed(event.entry_id)


# --- what is done with partners ---

for _permit, _make in PARTNERS.items():
    example(_permit, _make)
by_relation("venture.score", _("请来的评审，和申请的组织没有关系"))
by_relation("facility.rate", _("谁都能评，运营单位和管设施的单位除外"))
by_relation("linkage.act", _("参加联动的各方，只做自己那一方的事"))
