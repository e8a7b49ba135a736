"""What follows once a covenant holds: pledges, the survey of who knows it, soft remedies. Nothing here punishes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import PledgesChanged, RemedyMade, SurveyMoved
from gongzhi.deliberation.models import AwarenessSurvey, CovenantPledge, Edition, Remedy, SurveyCount, SurveyDoor
from gongzhi.deliberation.rules.covenant_text import drawn
from gongzhi.deliberation.services.covenants import last_draft, lock_edition, own_number
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

PLEDGING = system("covenants.pledges")  # the record says that somebody promised, never who
SEED = 80
BUILDING_AND_WIDER = ("building", "estate", "small_grid", "mid_grid", "big_grid", "community")


def pledge(*, actor: Actor, edition_id: int) -> bool:
    """The person's own promise; True when it is new. Refused: "denied", "not_in_force"."""
    with transaction.atomic():
        edition = lock_edition(edition_id)
        require(actor, "covenant.pledge", edition)
        _must_hold(edition)
        _row, made = CovenantPledge.objects.get_or_create(
            covenant_id=edition.covenant_id, person_id=own_number(actor), defaults={"at": clock.now()}
        )
        if made:
            append(PledgesChanged(edition.covenant_id, True), actor=PLEDGING, about=edition.ref)
    return made


def take_back_pledge(*, actor: Actor, edition_id: int) -> bool:
    """The promise is removed, without a trace of who gave it; False when there was none."""
    with transaction.atomic():
        edition = lock_edition(edition_id)
        require(actor, "covenant.pledge", edition)
        mine = CovenantPledge.objects.filter(covenant_id=edition.covenant_id, person_id=own_number(actor))
        gone, _kinds = mine.delete()
        if gone:
            append(PledgesChanged(edition.covenant_id, False), actor=PLEDGING, about=edition.ref)
    return bool(gone)


def draw_survey(*, actor: Actor, edition_id: int, seed: str, sample: int) -> AwarenessSurvey:
    """Draw the households to be asked from a published seed. Refused: "denied", "not_in_force", "seed", "sample",
    "no_households", "open" while another survey of this text runs.
    """
    seed = seed.strip()
    with transaction.atomic():
        edition = lock_edition(edition_id)
        seat = require(organisations.fresh(actor), "covenant.survey", edition).seat
        _must_hold(edition)
        if not seed or len(seed) > SEED or edition.surveys.filter(seed=seed).exists():
            raise Refused(_("请写一个没用过、大家都能查到的种子，比如某天的开奖号码。"), code="seed", field="seed")
        if edition.surveys.filter(closed_at=None).exists():
            raise Refused(_("上一次抽样还没有结束。"), code="open")
        homes = dict(
            places.within(edition.covenant.place).filter(level="household").values_list("code", "pk")
        )  # fmt: skip
        _fits(sample, len(homes))
        made = AwarenessSurvey.objects.create(
            edition=edition, seed=seed, households=len(homes), sample=sample, drawn_at=clock.now()
        )
        chosen = drawn(homes, seed, sample)
        SurveyDoor.objects.bulk_create(SurveyDoor(survey=made, place_id=homes[code]) for code in chosen)
        SurveyCount.objects.bulk_create(SurveyCount(survey=made, answer=answer) for answer in words.SURVEY_ANSWERS)
        append(SurveyMoved(made.pk, edition.pk, "drawn", sample), actor=actor, about=edition.ref, seat=seat)
    return made


def note_answer(*, actor: Actor, survey_id: int, place_id: int, answer: str) -> None:
    """Count what was said at a door of the sample; the door keeps only that it was. Refused: "not_drawn", "asked"."""
    with transaction.atomic():
        survey = _open_survey(survey_id)
        seat = require(organisations.fresh(actor), "covenant.survey", survey.edition).seat
        if answer not in words.SURVEY_ANSWERS:
            raise Refused(_("请从四种答复里选一种。"), code="unknown", field="answer")
        door = SurveyDoor.objects.select_for_update().filter(survey=survey, place_id=place_id).first()
        if door is None:
            raise Refused(_("这一户没有抽中。"), code="not_drawn", field="door")
        if door.asked:
            raise Refused(_("这一户已经问过了。"), code="asked", field="door")
        door.asked = True
        door.save(update_fields=["asked"])
        SurveyCount.objects.filter(survey=survey, answer=answer).update(times=F("times") + 1)
        fact = SurveyMoved(survey.pk, survey.edition_id, "asked", survey.sample)
        append(fact, actor=actor, about=survey.edition.ref, seat=seat)


def close_survey(*, actor: Actor, survey_id: int) -> AwarenessSurvey:
    """End the survey; which doors were drawn is forgotten, the counts stay."""
    with transaction.atomic():
        survey = _open_survey(survey_id)
        seat = require(organisations.fresh(actor), "covenant.survey", survey.edition).seat
        survey.closed_at = clock.now()
        survey.save(update_fields=["closed_at"])
        survey.doors.all().delete()
        fact = SurveyMoved(survey.pk, survey.edition_id, "closed", survey.sample)
        append(fact, actor=actor, about=survey.edition.ref, seat=seat)
    return survey


def remind(*, actor: Actor, edition_id: int, key: int, place_id: int, remedy: str) -> Remedy:
    """Write down that a clause was reminded of, talked or mediated about: where, never who.

    Refused: "denied", "not_in_force", "unknown_clause", "not_soft" for anything but words, "too_near" for one home.
    """
    place = places.get(place_id)
    with transaction.atomic():
        edition = lock_edition(edition_id)
        seat = require(organisations.fresh(actor), "covenant.remind", place).seat
        _must_hold(edition)
        if remedy not in words.REMEDIES:
            raise Refused(_("只能提醒、聊聊、请人调解，不能罚。"), code="not_soft", field="remedy")
        if place.level not in BUILDING_AND_WIDER or not place.path.startswith(edition.covenant.place.path):
            raise Refused(_("只记到楼栋，不记到户，也不记是谁。"), code="too_near", field="place")
        if not last_draft(edition).clauses.filter(key=key).exists():
            raise Refused(_("请选是哪一条。"), code="unknown_clause", field="key")
        made = Remedy.objects.create(edition=edition, key=key, place=place, remedy=remedy, at=clock.now())
        append(RemedyMade(edition.pk, key, remedy, ""), actor=actor, about=edition.ref, seat=seat)
    return made


def end_remedy(*, actor: Actor, remedy_id: int, ended: str) -> Remedy:
    """How it ended: kept, not yet, or the clause itself should change."""
    with transaction.atomic():
        found = Remedy.objects.select_for_update(of=("self",)).select_related("edition", "place").filter(pk=remedy_id)
        one = found.first()
        if one is None or one.ended or ended not in words.REMEDY_ENDS or not ended:
            raise Refused(_("请选这件事后来怎么样了。"), code="unknown", field="ended")
        seat = require(organisations.fresh(actor), "covenant.remind", one.place).seat
        one.ended = ended
        one.save(update_fields=["ended"])
        append(RemedyMade(one.edition_id, one.key, one.remedy, ended), actor=actor, about=one.edition.ref, seat=seat)
    return one


def _must_hold(edition: Edition) -> None:
    today = clock.today().date()
    if edition.state != "in_force" or edition.in_force_from is None or edition.in_force_from > today:
        raise Refused(_("这一版现在没有生效。"), code="not_in_force")


def _fits(sample: int, homes: int) -> None:
    if not homes:
        raise Refused(_("这里没有登记住户，抽不了样。"), code="no_households")
    least = min(homes, rulebook.number("covenant.survey_least", clock.today().date()))
    if not least <= sample <= homes:
        said = _("抽样在 {least} 户到 {most} 户之间。").format(least=least, most=homes)
        raise Refused(said, code="sample", field="sample")


def _open_survey(survey_id: int) -> AwarenessSurvey:
    rows = AwarenessSurvey.objects.select_for_update(of=("self",)).select_related("edition__covenant__place")
    found = rows.filter(pk=survey_id, closed_at=None).first()
    if found is None:
        raise Refused(_("这次抽样已经结束了。"), code="unknown")
    return found
