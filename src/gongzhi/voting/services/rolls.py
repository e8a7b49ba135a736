"""The electorate: rows of a roll taken in, frozen with its source and its digest, corrected only with a reason."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.people import services as people
from gongzhi.voting.events import RollFrozen, RollImported, RollReopened
from gongzhi.voting.lifecycle import CORRECTABLE
from gongzhi.voting.models import Elector, Mark, Vote, Voter
from gongzhi.voting.rules.rollfile import Head, read_roll
from gongzhi.voting.services.acts import Act, act_on, move

BATCH, SOURCE = 500, 200


@dataclass(frozen=True)
class RollReport:
    """What came of an import: heads taken in or kept, rows refused with their reasons, people linked by telephone."""

    accepted: int
    refused: tuple[tuple[int, str], ...]
    new: int = 0
    changed: int = 0
    linked: int = 0
    units: int = 0


def import_roll(*, actor: Actor, vote_id: int, data: bytes, filename: str, source: str) -> RollReport:
    """Take the rows of a roll in (CSV or XLSX); importing the same again changes nothing.

    Refused: "source" without one, "stale" once the roll is frozen and not under correction, and what a sheet may be
    refused for. A telephone in a row links the elector to that person.
    """
    named = " ".join(source.split())
    if not named or len(named) > SOURCE:
        raise Refused(_("请写名册从哪里来，比如“不动产登记，2026 年 10 月”。"), code="source", field="source")
    with act_on(actor, vote_id, "vote.run", "drafted", *CORRECTABLE) as act:
        _must_be_changeable(act.vote)
        heads, refused, rows = read_roll(io.BytesIO(data), owners=act.vote.rule == "owners")
        act.vote.roll_source = named
        new, changed = _keep(act.vote, heads)
        linked = _link_all(act.vote, heads)
        act.record(RollImported(act.vote.pk, len(heads), len(refused)))
    return RollReport(len(heads), tuple((number, str(why)) for number, why in refused), new, changed, linked, rows)


def _must_be_changeable(vote: Vote) -> None:
    if vote.state != "drafted" and not vote.correcting:
        raise Refused(_("名册已经定了。要改，请先写理由，再开始更正。"), code="stale")


def _keep(vote: Vote, heads: list[Head]) -> tuple[int, int]:
    known = {elector.key: elector for elector in Elector.objects.filter(vote=vote)}
    number = max((elector.number for elector in known.values()), default=0)
    new: list[Elector] = []
    changed: list[Elector] = []
    for head in heads:
        values = {"name": head.name, "units": head.units, "area": head.area, "kind": head.kind, "struck_at": None}
        elector = known.get(head.key)
        if elector is None:
            number += 1
            new.append(Elector(vote=vote, number=number, key=head.key, **values))
        elif any(getattr(elector, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(elector, name, value)
            changed.append(elector)
    Elector.objects.bulk_create(new, batch_size=BATCH)
    Elector.objects.bulk_update(changed, ["name", "units", "area", "kind", "struck_at"], batch_size=BATCH)
    return len(new), len(changed)


def _link_all(vote: Vote, heads: list[Head]) -> int:
    wanted = [(head, phone) for head in heads for phone in head.phones]
    if not wanted:
        return 0
    ids = dict(Elector.objects.filter(vote=vote).values_list("key", "pk"))
    at = clock.now()
    rows = []
    for head, phone in wanted:
        person = people.reporter(phone=phone, name=head.name, channel="import")
        rows.append(Voter(vote=vote, elector_id=ids[head.key], person_id=person.pk, how="phone", at=at))
    Voter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def freeze(*, actor: Actor, vote_id: int) -> Vote:
    """The electorate stands: its digest goes on the record. Also ends a correction.

    Refused: "no_electors"; "area_sum" when the areas do not add up to the total that the by-laws or the register state.
    """
    if Vote.objects.filter(pk=vote_id, correcting=True).exists():
        with act_on(actor, vote_id, "vote.run", *CORRECTABLE) as act:
            _stand(act)
            act.vote.correcting = False
        return act.vote
    with move(actor, vote_id, "freeze") as act:
        _stand(act)
    return act.vote


def _stand(act: Act) -> None:
    vote = act.vote
    roll = list(Elector.objects.filter(vote=vote).order_by("number"))
    standing = [elector for elector in roll if elector.struck_at is None]
    if not standing:
        raise Refused(_("名册上还没有人，先导入名册。"), code="no_electors")
    stated, summed = vote.charter.get("stated_area"), sum(elector.area for elector in standing)
    if stated and stated != summed:
        said = {"stated": stated / 100, "summed": summed / 100}
        message = _("名册的面积加起来是 %(summed).2f 平方米，登记的总面积是 %(stated).2f 平方米，对不上。请先核对。")
        raise Refused(message % said, code="area_sum")
    vote.electors, vote.roll_digest, vote.roll_at = len(standing), digest(roll), act.now
    act.record(RollFrozen(vote.pk, vote.electors, vote.roll_digest, vote.state))


def digest(roll: Iterable[Elector]) -> str:
    """One number for the whole electorate: a change of any row changes it."""
    sum_ = hashlib.sha256()
    for one in roll:
        line = [one.number, one.key, one.area, one.kind, one.units, one.struck_at is not None]
        sum_.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return sum_.hexdigest()


def correct_roll(*, actor: Actor, vote_id: int, reason: str) -> Vote:
    """Open a frozen roll for correction, with the reason that everybody reads; no ballot is taken until `freeze`."""
    if not reason.strip():
        raise Refused(_("请写为什么改名册，大家看得到。"), code="missing", field="reason")
    with act_on(actor, vote_id, "vote.run", *CORRECTABLE) as act:
        if act.vote.correcting:
            raise Refused(_("名册已经在更正了。"), code="stale")
        act.vote.correcting = True
        act.say("correction", reason)
        act.record(RollReopened(act.vote.pk))
    return act.vote


def strike(*, actor: Actor, elector_id: int) -> Elector:
    """Take an elector off the roll during a draft or a correction; a ballot that was cast is void from then on."""
    found = Elector.objects.filter(pk=elector_id).first()
    if found is None:
        raise Refused(_("名册上没有这一户。"), code="unknown")
    with transaction.atomic(), act_on(actor, found.vote_id, "vote.run", "drafted", *CORRECTABLE) as act:
        _must_be_changeable(act.vote)
        found.struck_at = act.now
        found.save(update_fields=["struck_at"])
        Mark.objects.filter(elector=found).update(void="struck")
    return found
