"""One matter, many voices: seconding, merging and unmerging, dividing and joining; people are counted once each."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.cases.events import CaseSeconded
from gongzhi.cases.models import Case, Voice
from gongzhi.cases.services.effects import route
from gongzhi.cases.services.engine import Change, about, effect, lock_case
from gongzhi.cases.services.report import open_part
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.mandates import selectors as mandates
from gongzhi.record.services import append, link


def _count(case: Case) -> int:
    """The distinct people behind a case and what is merged into it."""
    merged = Case.objects.filter(primary=case, state="merged")
    people = {case.reporter_id, *merged.values_list("reporter_id", flat=True)}
    people |= set(Voice.objects.filter(case=case).values_list("person_id", flat=True))
    people |= set(Voice.objects.filter(case__in=merged).values_list("person_id", flat=True))
    return len(people)


def recount(case: Case) -> None:
    """Write the count anew; the caller holds the lock."""
    case.voices = _count(case)
    Case.objects.filter(pk=case.pk).update(voices=case.voices)


def second(*, actor: Actor, case_id: int) -> Case:
    """ "Me too": one more person whom this concerns; saying it twice counts once."""
    return _voice(actor, case_id, joined=True)


def unsecond(*, actor: Actor, case_id: int) -> Case:
    """Take "me too" back."""
    return _voice(actor, case_id, joined=False)


def _voice(actor: Actor, case_id: int, *, joined: bool) -> Case:
    if actor.person_id is None:
        raise ValueError("a voice is a person's")
    with transaction.atomic():
        case = lock_case(case_id)
        if not case.is_open:
            raise Refused(_("这件事已经办结。如果又发生了，请重新反映。"), code="closed")
        if actor.person_id == case.reporter_id:
            raise Refused(_("这件事就是您反映的，已经算上您了。"), code="own")
        mine = Voice.objects.filter(case=case, person_id=actor.person_id)
        if mine.exists() == joined:
            return case
        if joined:
            Voice.objects.create(case=case, person_id=actor.person_id, at=clock.now())
        else:
            mine.delete()
        main = lock_case(case.primary_id) if case.state == "merged" and case.primary_id else case
        for one in {case.pk: case, main.pk: main}.values():
            recount(one)
        fact = CaseSeconded(case.pk, actor.person_id, case.voices, joined)
        append(fact, actor=actor, about=about(case))
    return case


def _main(change: Change) -> Case:
    """The main case under its lock, if whoever merges may see it; a number that is none is told in the same words."""
    number = int(change.given["primary"])
    found = Case.objects.select_related("place").filter(pk=number).first()
    if found is None or not may(change.actor, "case.see", found):
        raise Refused(_("没有这个编号的事，或者您看不到它，不能并进去。请核对编号。"), "cannot_merge", "primary")
    return lock_case(number)


@effect("merge")
def merge(change: Change) -> None:
    """The case follows the main one: same holder, same answer; its own words, photographs and reporter stay its own."""
    case = change.case
    main = _main(change)
    if main.pk == case.pk or not main.is_open or main.state in ("merged", "answered", "sorting") or main.part_of_id:
        raise Refused(_("请选一件还在办、没有并到别处的事。"), code="cannot_merge", field="primary")
    if case.part_of_id or case.street_id != main.street_id:
        raise Refused(_("只能并同一个街道里的事。"), code="cannot_merge", field="primary")
    if Case.objects.filter(primary=case, state="merged").exists():
        raise Refused(_("这件事里还并着别的事，请把它作为主件。"), code="cannot_merge", field="primary")
    case.primary = main
    case.matter = case.matter or main.matter
    case.tier = case.tier or main.tier
    case.holder_id, case.level = main.holder_id, main.level

    def joined() -> None:
        recount(main)
        link(about(main), about(case), "merged")

    change.after.append(joined)


@effect("unmerge")
def unmerge(change: Change) -> None:
    """The case goes its own way again, by the list, with nothing lost."""
    case, main = change.case, change.case.primary
    found = route(case, case.matter)
    case.primary = None
    case.holder_id, case.level = found.body.pk, found.rung
    change.new_clock = True
    if main is not None:
        change.after.append(lambda: recount(main))


@effect("divide")
def divide(change: Change) -> None:
    """Parts for different bodies; the holder keeps the whole and gives the one answer."""
    case = change.case
    parts = [(str(matter), str(text)) for matter, text in change.given["parts"]]
    if len(parts) < 2:
        raise Refused(_("至少拆成两部分。"), code="too_few", field="parts")
    for matter, text in parts:
        if mandates.matter(matter) is None or not text.strip():
            raise Refused(_("每一部分都要选事项、写清要做什么。"), code="unknown_matter", field="parts")

    def open_parts() -> None:
        for matter, text in parts:
            part = open_part(case, matter, text, change.actor, change.seat)
            link(about(case), about(part), "part")

    change.after.append(open_parts)
