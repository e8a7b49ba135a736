"""What a rule text still lacks for its next step, in words that say what to do; desk and moves read the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.deliberation.models import Draft, Edition
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel import clock
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.worktime import due
from gongzhi.rulebook import selectors as rulebook
from gongzhi.rulebook.rules import RuleMissing
from gongzhi.voting import selectors as voting

PASSED = "passed"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what to do about it, the field of the form that it belongs to, a closed word."""

    said: str
    field: str = ""
    code: str = ""


def missing_for(edition: Edition, move: str, given: dict[str, Any] | None = None) -> list[Missing]:
    """What stands in the way of the move; empty when it may be made. `given`: the inputs so far."""
    find = _STANDS_ON.get(move)
    return list(find(edition, given or {})) if find else []


def last(edition: Edition) -> Draft:
    """The newest version of the text."""
    return edition.drafts.order_by("-number")[0]


def consult_until(edition: Edition) -> datetime:
    """Until when the draft stands open for proposals at least."""
    limit = rulebook.limit("covenant.consult", edition.drafting_since)
    return due(edition.drafting_since, limit, rulebook.calendar())


def posting_limit(edition: Edition, day: date) -> Limit:
    """For how long this kind of text is posted: the first rule of its kind that has a value on the day."""
    for name in (*rule_kinds()[edition.covenant.rule_kind].posted, "covenant.posted"):
        try:
            return rulebook.limit(name, day)
        except RuleMissing:
            continue
    raise RuleMissing(f"no rule says how long a covenant is posted on {day}")


def vote_result(edition: Edition) -> tuple[str, bool | None]:
    """The state and validity of the vote on this edition by its certificate; ("", None) before it is certified."""
    vote = voting.vote(edition.vote_id) if edition.vote_id else None
    if vote is None or vote.state not in ("certified", "published"):
        return "", None
    return _verdict(vote.pk)


def _verdict(vote_id: int) -> tuple[str, bool | None]:
    """Of several questions, the first that was not passed."""
    items = (voting.certificate(vote_id) or {}).get("items", {})
    found = [item["outcome"]["verdict"] for item in items.values()]
    if not found:
        return "", None
    worst = next((one for one in found if one["state"] != PASSED or one["valid"] is False), found[0])
    return str(worst["state"]), worst["valid"]


def _for_submit(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    draft = last(edition)
    if not draft.clauses.exists():
        yield Missing(_("草案还一条都没有写。"), code="no_clauses")
    until = consult_until(edition)
    if clock.now() < until:
        said = _("草案要公开征求意见到 {day}，到时再送。").format(day=until.astimezone(clock.CHINA).date())
        yield Missing(said, code="consulting")
    waiting = edition.proposals.filter(state="open").count()
    if waiting:
        yield Missing(_("还有 {n} 条修改意见没有答复。").format(n=waiting), code="proposals_open")
    for order in edition.orders.filter(met_at=None, in_force=False).select_related("draft"):
        if _untouched(order, draft):
            yield Missing(_("街道要求改正的条文还没有改。"), code="order_unmet")
            return


def _untouched(order: Any, draft: Draft) -> bool:
    """Whether a clause that was ordered to be corrected still has the words that it had then."""
    before = dict(order.draft.clauses.filter(key__in=order.keys).values_list("key", "text"))
    now = dict(draft.clauses.filter(key__in=order.keys).values_list("key", "text"))
    return any(now.get(key) == text for key, text in before.items())


def _for_vote(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    draft = last(edition)
    states = list(draft.findings.values_list("state", flat=True))
    if "" in states:
        yield Missing(_("审看清单还有 {n} 处没有人看过。").format(n=states.count("")), code="findings_open")
    if "change" in states:
        yield Missing(_("有 {n} 处定了要改，先退回改好。").format(n=states.count("change")), code="findings_change")
    said = dict(draft.reviews.order_by("id").values_list("by_whom", "outcome"))  # the last word of each counts
    for who in rule_kinds()[edition.covenant.rule_kind].reviews:
        if said.get(who) != "agree":
            yield Missing(_("还缺：{what}。").format(what=words.RULE_REVIEWS[who]), code="review_missing")
    if given.get("vote_id"):
        yield from _wrong_vote(edition, int(given["vote_id"]))


def _wrong_vote(edition: Edition, vote_id: int) -> Iterator[Missing]:
    vote = voting.vote(vote_id)
    if vote is None or vote.about != edition.ref or vote.state == "withdrawn":
        yield Missing(_("这次投票表决的不是这份公约。"), field="vote_id", code="wrong_vote")
    elif vote.rule not in rule_kinds()[edition.covenant.rule_kind].decided_by:
        yield Missing(_("这一种规矩不能按这种规则表决。"), field="vote_id", code="wrong_rule")


def _for_pass(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    state, valid = vote_result(edition)
    if not state:
        yield Missing(_("投票还没有核定结果。"), code="not_certified")
    elif state != PASSED or valid is False:
        yield Missing(_("按投票证书，这次没有通过。"), code="not_passed")


def _for_reject(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    state, valid = vote_result(edition)
    if not state:
        yield Missing(_("投票还没有核定结果。"), code="not_certified")
    elif state == PASSED and valid is not False:
        yield Missing(_("按投票证书，这次通过了。"), code="passed")


def _for_receive(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    if "receipt" in given and not str(given["receipt"]).strip():
        yield Missing(_("请写备案回执的编号。"), field="receipt", code="missing")


def _for_post(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    if not edition.receipt:
        yield Missing(_("还没有街道的备案回执。"), code="no_receipt")
    day = given.get("posted_on")
    if day and not (edition.received_on or day) <= day <= clock.today().date():
        yield Missing(_("公布的日子在拿到回执以后、今天以前（含今天）。"), field="posted_on", code="posted_on")


def _for_start(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    """Without the receipt, and before it has been posted long enough, nothing comes into force."""
    if not edition.receipt or edition.received_on is None:
        yield Missing(_("还没有街道的备案回执。"), code="no_receipt")
    first = edition.posted_until
    if first is None or clock.today().date() < first:
        said = _("要公布满天数，{day} 起才能生效。").format(day=first or "–")
        yield Missing(said, field="in_force_from", code="not_posted")
    day = given.get("in_force_from")
    if day and first and day < first:
        yield Missing(_("生效的日子不能早于 {day}。").format(day=first), field="in_force_from", code="too_early")
    before = edition.covenant.editions.filter(state="in_force").exclude(pk=edition.pk).first()
    if day and before is not None and before.in_force_from and day < before.in_force_from:
        yield Missing(_("新的一版要比现在这一版晚生效。"), field="in_force_from", code="too_early")


def _for_repeal(edition: Edition, given: dict[str, Any]) -> Iterator[Missing]:
    if given.get("vote_id"):
        yield from _wrong_vote(edition, int(given["vote_id"]))
        vote = voting.vote(int(given["vote_id"]))
        certified = vote is not None and vote.state in ("certified", "published")
        state, valid = _verdict(vote.pk) if vote is not None and certified else ("", None)
        if vote is None or state != PASSED or valid is False:
            yield Missing(_("废止也要表决通过，这次投票还没有核定通过。"), field="vote_id", code="not_passed")
        elif vote.pk == edition.vote_id:
            yield Missing(_("这是通过它的那次投票，废止要另外表决。"), field="vote_id", code="wrong_vote")


_STANDS_ON = {
    "submit": _for_submit,
    "put_to_vote": _for_vote,
    "pass": _for_pass,
    "reject": _for_reject,
    "receive": _for_receive,
    "post": _for_post,
    "start": _for_start,
    "repeal": _for_repeal,
}
