"""Money for a case in dispute (row E10): one asks, two others decide, the ledger pays, each leads to the other."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.cases import selectors as cases
from gongzhi.kernel import clock, money
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.ledger.words import FEN
from gongzhi.people import selectors as people
from gongzhi.projects.events.rounds import AidAsked, AidMoved
from gongzhi.projects.models.rounds import DisputeAid
from gongzhi.projects.permits.rounds import Budgeting
from gongzhi.projects.services.rounds import amount_of
from gongzhi.projects.words import rounds as words
from gongzhi.record.services import append, link

PURPOSE = "disputes"
TEXT, PAYEE = 2000, 80


def ask_support(
    *, actor: Actor, case_id: int, fund_id: int, amount: int | str, use: str, text: str, payee: str
) -> DisputeAid:
    """Ask for money for a case from a fund's dispute money; nothing is paid yet.

    Refused: "unknown" case, "denied", "unknown_fund", "purpose" (the fund has no dispute money), "over_free",
    "not_money", "use", "missing", "already" (the case has a request that was not denied).
    """
    case = cases.case(actor, case_id)
    seat = require(actor, "aid.ask", Budgeting(case.place.path)).seat
    if use not in words.AID_USES:
        raise Refused(_("请选这笔钱用来做什么。"), code="use", field="use")
    fund = ledger_read.fund(fund_id)
    if fund is None or fund.unit != FEN:
        raise Refused(_("没有这笔资金，请重新选。"), code="unknown_fund", field="fund")
    asked = amount_of(amount, "amount")
    _check_money(fund_id, asked)
    aid = DisputeAid(
        about_label="cases.case", about_id=case.pk, place=case.place, body_id=fund.body_id, fund_id=fund_id,
        purpose=PURPOSE, use=use, amount=asked, text=clean(text, TEXT, "text"), payee=clean(payee, PAYEE, "payee"),
        asked_by_id=_person(actor), at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                aid.save()
        except IntegrityError as error:
            raise Refused(_("这件事已经申请过一笔，还没有了结。"), code="already") from error
        link(aid.about, aid.ref, "asked_money")
        fact = AidAsked(aid.pk, str(aid.about), fund_id, asked, use)
        append(fact, actor=actor, about=aid.ref, seat=seat)
    return aid


def _check_money(fund_id: int, amount: int) -> None:
    if ledger_read.pot(fund_id, PURPOSE) is None:
        raise Refused(_("这笔资金没有写明可以用来化解纠纷。"), code="purpose", field="fund")
    free = ledger_read.free(fund_id, PURPOSE)
    if amount > free:
        said = _("这个用途现在只有 %(free)s 元没有占用，不能分得比它多。")
        raise Refused(said % {"free": money.yuan(max(free, 0))}, code="over_free", field="amount")


def check_support(*, actor: Actor, aid_id: int) -> DisputeAid:
    """The first of the two agrees. Refused: "stale", "denied" (also whoever asked)."""
    with transaction.atomic():
        aid, seat = _open(actor, aid_id, "asked")
        aid.state, aid.checked_by_id = "checked", _person(actor)
        _settle(aid, actor, seat)
    return aid


def grant_support(*, actor: Actor, aid_id: int) -> DisputeAid:
    """The second agrees: the payment is asked for in the ledger, where a further person lets it go out.

    Refused: "stale", "denied", "second_person" (the same as the first), and what the ledger refuses ("over_free" …).
    """
    with transaction.atomic():
        aid, seat = _open(actor, aid_id, "checked")
        if people.distinct_people([int(aid.checked_by_id or 0), _person(actor)]) == 1:
            raise Refused(_("第一遍是您核的，请另一个人来定。"), code="second_person")
        _check_money(aid.fund_id, aid.amount)
        payment = ledger.ask_payment(
            actor=actor, fund_id=aid.fund_id, purpose=aid.purpose, amount=aid.amount, about=aid.about,
            payee=aid.payee, paper=_("矛盾调处资金申请 %(n)s") % {"n": aid.pk}, key=f"aid-{aid.pk}",
        )  # fmt: skip
        aid.state, aid.decided_by_id, aid.payment_id = "granted", _person(actor), payment.pk
        aid.decided_at = clock.now()
        link(aid.ref, Ref("ledger.payment", payment.pk), "granted")
        _settle(aid, actor, seat)
    return aid


def deny_support(*, actor: Actor, aid_id: int, reason: str) -> DisputeAid:
    """No, and why; the case may ask again. Refused: "stale", "denied", "missing"."""
    said = clean(reason, TEXT, "reason")
    with transaction.atomic():
        aid, seat = _open(actor, aid_id, "asked", "checked")
        aid.state, aid.reason, aid.decided_at = "denied", said, clock.now()
        _settle(aid, actor, seat)
    return aid


def note_payment(payment_id: int, actor: Actor, *, made: bool) -> None:
    """The ledger paid, or did not let the payment go out: the request says so. For the reaction; again: nothing."""
    with transaction.atomic():
        aid = DisputeAid.objects.select_for_update().filter(payment_id=payment_id, state="granted").first()
        if aid is not None:
            aid.state = "paid" if made else "denied"
            aid.reason = "" if made else _("账上没有批这笔付款。")
            _settle(aid, actor, None)


def _open(actor: Actor, aid_id: int, *states: str) -> tuple[DisputeAid, Seat | None]:
    rows = DisputeAid.objects.select_for_update(of=("self",)).select_related("place")
    aid = rows.filter(pk=aid_id).first()
    if aid is None:
        raise Refused(_("没有这个申请，请回到列表再选。"), code="unknown")
    seat = require(actor, "aid.decide", aid).seat
    if aid.state not in states:
        raise Refused(_("这个申请刚有人动过，请看最新的再办。"), code="stale")
    return aid, seat


def _settle(aid: DisputeAid, actor: Actor, seat: Seat | None) -> None:
    aid.save()
    append(AidMoved(aid.pk, str(aid.about), aid.state, aid.amount), actor=actor, about=aid.ref, seat=seat)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refused(_("这一步要由人来做。"), code="denied")
    return actor.person_id
