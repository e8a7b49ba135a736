"""Write down who gains, pays and bears a risk, to the last fen, and flag the minorities (rows B19, B08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import InterestsSet, MinorityMet, MinoritySpoke
from gongzhi.deliberation.models import Item, MinorityStatement, MinorityStep, Party, Share, Topic
from gongzhi.deliberation.rules.interests import ItemLine, PartyLine, minorities, out_of_balance
from gongzhi.deliberation.services.topics import LONGEST, lock_topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.written import clean
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

SETTABLE = ("taken_up", "investigating", "deliberating")
SPOKEN = (*SETTABLE, "deciding")
NAME, ITEM = 30, 60


@dataclass(frozen=True)
class NewParty:
    """A class of people or bodies that is concerned; `key` names it among the items; `many` 0: not known."""

    key: str
    kind: str
    title: str
    many: int = 0


@dataclass(frozen=True)
class NewItem:
    """One cost, benefit or risk; `fen` its whole, and by party key each share (None where it is not money)."""

    side: str
    title: str
    fen: int | None = None
    shares: dict[str, int | None] = field(default_factory=dict)


def set_interests(*, actor: Actor, topic_id: int, parties: Sequence[NewParty], items: Sequence[NewItem]) -> Topic:
    """Replace the table of interests. Parties keep their seats and statements when kind and title stay the same.

    Refused: "missing" (no party), "unknown_party", "unbalanced" (shares that do not make up an item, with its name),
    "late" (after the vote was called), "spoken_for" (a party left out that has already made its statement).
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        if topic.state not in SETTABLE:
            raise Refused(_("已经交付表决了，关系到谁不能再改。要改，先退回再商量。"), code="late")
        _check(parties, items)
        kept = _keep_parties(topic, parties)
        topic.items.all().delete()
        for item in items:
            row = Item.objects.create(topic=topic, side=item.side, title=clean(item.title, ITEM, "items"), fen=item.fen)
            Share.objects.bulk_create(Share(item=row, party=kept[k], fen=f) for k, f in item.shares.items())
        flagged = _flag(topic, parties, items, kept)
        append(InterestsSet(topic.pk, len(kept), flagged), actor=actor, about=topic.ref, seat=seat)
    return topic


def _check(parties: Sequence[NewParty], items: Sequence[NewItem]) -> None:
    keys = {party.key for party in parties}
    named = {(party.kind, party.title.strip()) for party in parties}
    if not parties or len(keys) < len(parties) or len(named) < len(parties):
        raise Refused(_("至少写一方，每一方只写一次。"), code="missing", field="parties")
    if any(p.kind not in words.PARTIES or p.many < 0 for p in parties):
        raise Refused(_("请从清单里选是哪一类人。"), code="unknown_party", field="parties")
    unknown = any(set(item.shares) - keys or item.side not in words.ITEM_SIDES for item in items)
    if unknown or any(fen is not None and fen < 0 for item in items for fen in item.shares.values()):
        raise Refused(_("有一笔写给了表里没有的一方，或者金额是负的。"), code="unknown_party", field="items")
    wrong = out_of_balance([ItemLine(item.side, item.fen, item.shares) for item in items])
    if wrong:
        said = _("“%(title)s”分到各方的加起来和总数不一样。")
        raise Refused(said % {"title": items[wrong[0]].title}, code="unbalanced", field="items")


def _keep_parties(topic: Topic, parties: Sequence[NewParty]) -> dict[str, Party]:
    """The rows of the parties by key; those that are not named any more go, unless they have spoken."""
    known = {(row.kind, row.title): row for row in topic.parties.all()}
    kept: dict[str, Party] = {}
    for party in parties:
        title = clean(party.title or str(words.PARTIES[party.kind]), NAME, "parties")
        row = known.pop((party.kind, title), None) or Party(topic=topic, kind=party.kind, title=title)
        row.many = party.many
        row.save()
        kept[party.key] = row
    for row in known.values():
        if row.statements.exists() or row.steps.exists():
            said = _("“%(title)s”已经说过话或者有了交代，不能从表里去掉。")
            raise Refused(said % {"title": row.title}, code="spoken_for", field="parties")
        row.shares.all().delete()
        row.delete()
    return kept


def _flag(topic: Topic, parties: Sequence[NewParty], items: Sequence[NewItem], kept: dict[str, Party]) -> int:
    below = rulebook.share("topic.minority_below", clock.today().date())
    lines = [ItemLine(item.side, item.fen, item.shares) for item in items]
    found = minorities([PartyLine(p.key, p.many) for p in parties], lines, below)
    for key, row in kept.items():
        spoke = "said" if row.pk and row.statements.exists() else ""
        row.minority = found.get(key, spoke)
        row.save(update_fields=["minority"])
    return sum(bool(row.minority) for row in kept.values())


def minority_statement(*, actor: Actor, topic_id: int, party_id: int, text: str) -> MinorityStatement:
    """What a party that feels passed over says to everybody who decides; said before the vote, it must be met first.

    Refused: "late" (decided already), "unknown_party", "missing", "denied".
    """
    said = clean(text, LONGEST, "text")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        require(actor, "topic.speak", topic)
        if topic.state not in SPOKEN:
            raise Refused(_("现在还不能，或者已经不能再附意见了。"), code="late")
        party = _party(topic, party_id)
        row = MinorityStatement.objects.create(
            topic=topic, party=party, by_id=int(actor.person_id or 0), text=said, at=clock.now()
        )
        # Said while the vote runs, it goes with the decision; before that, it must be met first.
        if not party.minority and topic.state in SETTABLE:
            party.minority = "said"
            party.save(update_fields=["minority"])
        append(MinoritySpoke(topic.pk, party.pk), actor=actor, about=topic.ref)
    return row


def _party(topic: Topic, party_id: int) -> Party:
    found = topic.parties.filter(pk=party_id).first()
    if found is None:
        raise Refused(_("表里没有这一方。"), code="unknown_party", field="party")
    return found


def minority_step(
    *, actor: Actor, topic_id: int, party_id: int, kind: str, text: str, fen: int | None = None
) -> MinorityStep:
    """What is done for a minority before the final vote: compensation in fen, an amendment, or a reasoned answer.

    Refused: "late" (a vote runs or is over: take it back first), "unknown_step", "missing" (a compensation without an
    amount), "denied".
    """
    said = clean(text, LONGEST, "text")
    if kind not in words.MINORITY_STEPS:
        raise Refused(_("请选：给补偿、改方案，还是当面听过并说明理由。"), code="unknown_step", field="kind")
    if kind == "compensation" and not (fen and fen > 0):
        raise Refused(_("给补偿要写明多少钱。"), code="missing", field="fen")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        if topic.state not in SETTABLE:
            raise Refused(_("对少数的交代要在最后表决之前。要补，先退回再商量。"), code="late")
        party = _party(topic, party_id)
        row = MinorityStep.objects.create(
            topic=topic, party=party, kind=kind, text=said, fen=fen if kind == "compensation" else None,
            by_id=int(actor.person_id or 0), at=clock.now(),
        )  # fmt: skip
        append(MinorityMet(topic.pk, party.pk, kind), actor=actor, about=topic.ref, seat=seat)
    return row
