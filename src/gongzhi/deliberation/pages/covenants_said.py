"""The sentences of the pages of rule texts: cards, stages, findings, changes, collisions and rates in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.deliberation.lifecycle import COVENANT
from gongzhi.deliberation.models import AwarenessSurvey, Clause, Covenant, Draft, Edition
from gongzhi.deliberation.pages.covenants_gate import in_language
from gongzhi.deliberation.rules.covenant_checks import checks
from gongzhi.deliberation.rules.covenant_text import Change
from gongzhi.deliberation.rules.selfrules import rule_kinds, subjects
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel import clock
from gongzhi.rulebook import selectors as rulebook

WAY = ("drafting", "reviewing", "voting", "passed", "sent", "filed", "posted", "in_force")
STAGES = (
    (("drafting",), gettext_lazy("起草")),
    (("reviewing",), gettext_lazy("审看")),
    (("voting",), gettext_lazy("表决")),
    (("passed", "sent"), gettext_lazy("备案")),
    (("filed", "posted"), gettext_lazy("公布")),
    (("in_force",), gettext_lazy("生效")),
)
CHANGES = {
    "added": gettext_lazy("新加的"),
    "removed": gettext_lazy("去掉的"),
    "changed": gettext_lazy("改了的"),
    "moved": gettext_lazy("换了位置"),
    "same": gettext_lazy("没有动"),
}
ICONS = {"added": "plus-lg", "removed": "dash", "changed": "pencil", "moved": "arrow-right", "same": "check2"}


def tone(one: Edition) -> str:
    """How the state is coloured: what holds is plain, what wants an act is not."""
    return "now" if COVENANT.is_open(one.state) else "done" if one.state == "in_force" else ""


def card(one: Edition, where: str) -> dict[str, Any]:
    """A rule text in a list."""
    return {
        "url": reverse("covenant", args=[one.pk]), "title": one.covenant.title, "where": where,
        "kind": words.RULE_KINDS[one.covenant.rule_kind], "state": words.COVENANT_STATES[one.state],
        "tone": tone(one), "since": one.in_force_from, "until": one.ended_on, "number": one.number,
        "drafting": one.state == "drafting", "edition": one,
    }  # fmt: skip


def entry(covenant: Covenant, newest: Edition | None) -> dict[str, Any]:
    """A line of the register."""
    return {
        "covenant": covenant, "kind": words.RULE_KINDS[covenant.rule_kind],
        "rank": rule_kinds()[covenant.rule_kind].rank, "newest": newest,
        "state": words.COVENANT_STATES[newest.state] if newest else "",
        "url": reverse("covenant", args=[newest.pk]) if newest else "",
    }  # fmt: skip


def ground(rule_kind: str) -> str:
    """On which law, or whose agreement, a kind of text stands."""
    return in_language(rule_kinds()[rule_kind], "ground")


def stages(one: Edition) -> list[dict[str, str]]:
    """The way of a text from the draft to the day on which it holds; nothing for one that was registered."""
    if one.source or one.state == "dropped":
        return []
    at = WAY.index(one.state) if one.state in WAY else len(WAY)
    found = []
    for states, name in STAGES:
        first, last = WAY.index(states[0]), WAY.index(states[-1])
        status = "now" if first <= at <= last else "done" if last < at else "next"
        found.append({"name": str(name), "status": "done" if one.state == "in_force" else status})
    return found


def norm(clause: Clause) -> str:
    """What a clause asks, in one line; nothing where it is not said so that it compares."""
    if not clause.modality:
        return ""
    subject, asks = in_language(subjects()[clause.subject], "title"), str(words.MODALITIES[clause.modality])
    if clause.amount is None:
        return _("{subject}：{asks}").format(subject=subject, asks=asks)
    many = f"{clause.amount.normalize():f} {clause.unit}"
    limit = {"at_most": _("{many}及以下"), "at_least": _("{many}及以上"), "exactly": _("正好 {many}")}[clause.bound]
    return _("{subject}：{asks}，{limit}").format(subject=subject, asks=asks, limit=limit.format(many=many))


def used(counts: Mapping[str, int]) -> str:
    """How often a clause was spoken about; a small count is not said."""
    many = sum(counts.values())
    if many < rulebook.number("public.small_count", clock.today().date()):
        return ""
    return _("这一条提醒、聊过、调解过 {n} 次").format(n=many)


def findings(draft: Draft | None) -> list[dict[str, Any]]:
    """What the checklist found in a version: the words, why, the ground, and what a person decided."""
    rows = list(draft.findings.order_by("key", "start")) if draft else []
    at = {c.key: c.position for c in reading.clauses(draft)}
    found = []
    for row in rows:
        check = checks()[row.check_code]
        found.append(
            {
                "row": row, "position": at.get(row.key, 0), "title": in_language(check, "title"),
                "ground": in_language(check, "ground"), "why": in_language(check, "why"),
                "state": words.FINDING_STATES[row.state],
            }
        )  # fmt: skip
    return found


def reviews(draft: Draft | None) -> list[dict[str, Any]]:
    """What the party organisation and the adviser said of a version."""
    rows = list(draft.reviews.order_by("id")) if draft else []
    return [
        {"who": words.RULE_REVIEWS[r.by_whom], "outcome": words.REVIEW_OUTCOMES[r.outcome], "text": r.text, "at": r.at}
        for r in rows
    ]


def orders(one: Edition) -> list[dict[str, Any]]:
    """The street's orders to correct, newest first."""
    return [
        {"order": o, "clauses": _numbers(o.draft, o.keys), "met": o.met_at is not None}
        for o in one.orders.select_related("draft", "body").order_by("-id")
    ]


def _numbers(draft: Draft, keys: Iterable[int]) -> str:
    at = {c.key: c.position for c in reading.clauses(draft)}
    return _("、").join(_("第 {n} 条").format(n=at[key]) for key in keys if key in at)


def collisions(one: Edition) -> list[dict[str, Any]]:
    """Where the text meets those above it, in words."""
    found = reading.collisions(one, clock.today().date())
    return [
        {
            "hit": hit, "subject": in_language(subjects()[hit.subject], "title"), "how": words.RELATIONS[hit.how],
            "upper_url": reverse("covenant", args=[hit.upper.pk]), "tone": "late" if hit.conflict else "",
        }
        for hit in found
    ]  # fmt: skip


def proposals(edition_id: int) -> list[dict[str, Any]]:
    """What residents proposed, without who; what was taken back is not shown."""
    rows = [p for p in reading.proposals(edition_id) if p.state != "withdrawn"]
    return [{"proposal": p, "asks": words.ASKS[p.asks], "state": words.PROPOSAL_STATES[p.state]} for p in rows]


def survey(row: AwarenessSurvey) -> dict[str, Any]:
    """The rate with its sample and interval, as one sentence."""
    rate = reading.survey_result(row)
    if rate.share is None or rate.low is None or rate.high is None:
        return {"survey": row, "rate": rate, "sentence": _("没有问到人，算不出知晓率。")}
    sentence = _("问了 {sample} 户，{answered} 户答了，{share:.0f}% 知道（{low:.0f}%–{high:.0f}%）。").format(
        sample=rate.sample, answered=rate.answered, share=rate.share * 100, low=rate.low * 100, high=rate.high * 100
    )
    return {"survey": row, "rate": rate, "sentence": sentence}


def change(one: Change) -> dict[str, Any]:
    """One clause of a comparison."""
    return {
        "change": one, "kind": CHANGES[one.kind], "icon": ICONS[one.kind],
        "number": one.new_position or one.old_position, "quiet": one.kind == "same",
    }  # fmt: skip


def change_counts(found: Iterable[Change]) -> str:
    """How much a version changed, in one sentence."""
    counts = Counter(c.kind for c in found)
    parts = [f"{CHANGES[kind]} {counts[kind]}" for kind in CHANGES if counts.get(kind)]
    return _("，").join(parts)
