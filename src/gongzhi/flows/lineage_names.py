"""The record knows matters by number; here they get the names that a reader may see, kind by kind, in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gongzhi.cases import selectors as cases
from gongzhi.cases.selectors.public import public_names
from gongzhi.deliberation import selectors as deliberation
from gongzhi.deliberation.permits.topics import HIDDEN
from gongzhi.deliberation.words import TOPIC_STATES
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger
from gongzhi.ledger.words import written
from gongzhi.meetings import selectors as meetings
from gongzhi.meetings.words import STATES as MEETING_STATES
from gongzhi.opinions import selectors as opinions
from gongzhi.projects.permits.needs import SHOWN as NEEDS_SHOWN
from gongzhi.projects.selectors import needs, projects, resources, rounds
from gongzhi.projects.words.needs import NEED_STATES
from gongzhi.projects.words.projects import STATES as PROJECT_STATES
from gongzhi.projects.words.rounds import ITEM_STATES, ROUND_STATES
from gongzhi.triage import selectors as triage
from gongzhi.triage.selectors.problems import SHOWN
from gongzhi.triage.words import PROBLEM_STATES
from gongzhi.voting import selectors as voting
from gongzhi.voting.selectors.votes import SHOWN as VOTES_SHOWN
from gongzhi.voting.words import STATES as VOTE_STATES

Reader = Actor | None


@dataclass(frozen=True)
class Named:
    """One matter as this reader may know it; no address where there is no page for them."""

    title: str
    address: str = ""
    note: str | Promise = ""


Teller = Callable[[Sequence[int], Reader], dict[int, Named]]


@dataclass(frozen=True)
class Kind:
    """A kind of matter: how it is called, its sign, and who tells its names."""

    label: str
    word: str | Promise
    icon: str
    tell: Teller


def address(name: str, *args: Any) -> str:
    """Where a page is; "" where it is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _everybody(row: Any, reader: Reader) -> bool:
    return True


def _each(read: Callable[[int], Any], ids: Iterable[int]) -> list[Any]:
    """The rows with these ids that are there."""
    return [row for row in map(read, ids) if row is not None]


def _titled(
    rows: Callable[[Sequence[int]], Iterable[Any]], page: str, states: Mapping[str, str | Promise] | None = None,
    shown: Callable[[Any, Reader], bool] = _everybody,
) -> Teller:  # fmt: skip
    """A matter goes by its title, with the word of its state, to whoever it is shown to."""

    def tell(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
        return {
            row.pk: Named(row.title, address(page, row.pk), states[row.state] if states else "")
            for row in rows(ids)
            if shown(row, reader)
        }

    return tell


def _once(states: Collection[str]) -> Callable[[Any, Reader], bool]:
    return lambda row, reader: row.state in states


def _round_shown(row: Any, reader: Reader) -> bool:
    return bool(row.state != "drafted")


def _topic_shown(row: Any, reader: Reader) -> bool:
    return row.state not in HIDDEN or (reader is not None and bool(may(reader, "topic.see", row)))


def _cases(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
    """What everybody may know of; staff reach their own page of what they may see."""
    told = public_names(ids)
    found = {pk: Named(name or _("还没分类的一件事"), address("matter", pk)) for pk, name in told.items()}
    if reader is not None:
        seen = cases.cases_for(reader).filter(pk__in=ids).only("pk", "heading", "matter", "intake")
        page = "work_matter" if reader.is_staff else "matter"
        for case in seen:
            found[case.pk] = Named(told.get(case.pk) or _("一件没有公开的事"), address(page, case.pk))
    return found


def _talks(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
    return {row.pk: Named(row.question, address("talk", row.pk)) for row in _each(opinions.talk, ids)}


def _resolutions(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
    return {row.pk: Named(row.text, address("meeting", row.meeting_id)) for row in _each(meetings.resolution, ids)}


def _votes(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
    found = {}
    for vote in _each(voting.vote, ids):
        if vote.state not in VOTES_SHOWN and not (reader and reader.is_staff):
            continue
        page = "vote_result" if vote.state in ("certified", "published") else "vote"
        found[vote.pk] = Named(vote.title, address(page, vote.pk), VOTE_STATES[vote.state])
    return found


def _items(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
    rows = [row for row in _each(rounds.item, ids) if row.ground != "improper"]
    return {
        row.pk: Named(row.title, address("budget_item", row.round_id, row.pk), ITEM_STATES[row.state]) for row in rows
    }


def _payments(ids: Sequence[int], reader: Reader) -> dict[int, Named]:
    found = {}
    for row in _each(ledger.payment, ids):
        if row.state == "paid" and row.entry_id is not None:
            fund = row.pot.fund
            said = written(row.amount, fund.unit)
            found[row.pk] = Named(said, address("fund_entry", fund.pk, row.entry_id), fund.name)
    return found


# In the order of a matter's way; what is not listed has no page of its own.
KINDS = (
    Kind("cases.case", pgettext_lazy("lineage", "反映"), "chat-left-text", _cases),
    Kind("projects.need", pgettext_lazy("lineage", "需求"), "hand-index",
         _titled(partial(_each, needs.need), "need", NEED_STATES, _once(NEEDS_SHOWN))),
    Kind("triage.problem", pgettext_lazy("lineage", "重复问题"), "collection",
         _titled(partial(_each, triage.problem), "problem_public", PROBLEM_STATES, _once(SHOWN))),
    Kind("deliberation.topic", pgettext_lazy("lineage", "议题"), "chat-square-text",
         _titled(partial(_each, deliberation.topic), "topic", TOPIC_STATES, _topic_shown)),
    Kind("opinions.conversation", pgettext_lazy("lineage", "看法"), "chat-quote", _talks),
    Kind("meetings.meeting", pgettext_lazy("lineage", "会"), "people",
         _titled(partial(_each, meetings.meeting), "meeting", MEETING_STATES)),
    Kind("voting.vote", pgettext_lazy("lineage", "票"), "check2-square", _votes),
    Kind("meetings.resolution", pgettext_lazy("lineage", "决议"), "patch-check", _resolutions),
    Kind("projects.round", pgettext_lazy("lineage", "居民分钱"), "pie-chart",
         _titled(partial(_each, rounds.round_), "budget_round", ROUND_STATES, _round_shown)),
    Kind("projects.rounditem", pgettext_lazy("lineage", "提案"), "lightbulb", _items),
    Kind("projects.resource", pgettext_lazy("lineage", "资源"), "gift",
         _titled(partial(_each, resources.resource), "resource")),
    Kind("projects.project", pgettext_lazy("lineage", "项目"), "tools",
         _titled(projects.by_ids, "project", PROJECT_STATES)),
    Kind("ledger.payment", pgettext_lazy("lineage", "付款"), "cash-coin", _payments),
)  # fmt: skip
BY_LABEL = {kind.label: (place, kind) for place, kind in enumerate(KINDS)}


def place_of(label: str) -> int | None:
    """Where a kind stands in a matter's way; None for what has no place there."""
    found = BY_LABEL.get(label)
    return found[0] if found else None


def named(refs: Iterable[Ref], reader: Reader) -> dict[Ref, Named]:
    """The names of these matters for this reader; what they may not know of is left out."""
    by_label: dict[str, list[int]] = {}
    for ref in refs:
        by_label.setdefault(ref.label, []).append(ref.id)
    found: dict[Ref, Named] = {}
    for label, ids in by_label.items():
        if label in BY_LABEL:
            told = BY_LABEL[label][1].tell(ids, reader)
            found |= {Ref(label, pk): name for pk, name in told.items()}
    return found
