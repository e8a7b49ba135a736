"""What people say of themselves for totals: said with consent, deleted with it (see consents), and after its time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.people import words
from gongzhi.people.events import StatisticsErased, StatisticsSaid
from gongzhi.people.models import Person, SelfDescription
from gongzhi.people.services.consents import STATISTICS, note
from gongzhi.record import services as record
from gongzhi.rulebook.selectors import number

RULE = "people.keep_statistics"


@transaction.atomic
def describe_oneself(*, actor: Actor, person_id: int, age_band: str = "", tenure: str = "") -> None:
    """The person says of themselves what they like to, and with it agrees to its use for totals.

    Nobody says it for another. Refused: "nothing_said", "unknown_word", "erased".
    """
    require(actor, "people.own_data", person_id)
    said = {"age_band": age_band, "tenure": tenure}
    for field, word in said.items():
        if word and word not in words.VOLUNTARY[field]:
            raise Refused(_("请从列出的几项里选"), code="unknown_word", field=field)
    if not any(said.values()):
        raise Refused(_("至少选一项，或者什么都不填，离开就行"), code="nothing_said", field="age_band")
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.erased_at:
        raise Refused(_("这个人的信息已经删除"), code="erased")
    note(actor, person_id, STATISTICS, "given", "web")
    SelfDescription.objects.update_or_create(person_id=person_id, defaults={**said, "said_at": clock.now()})
    fields = tuple(field for field, word in said.items() if word)
    record.append(StatisticsSaid(person_id, fields), actor=actor, about=person)


@transaction.atomic
def forget_descriptions(*, actor: Actor) -> int:
    """Delete what was said longer ago than the rule allows; returns how many. It may be said again."""
    require(actor, "people.erase", None)
    cutoff = clock.now() - timedelta(days=number(RULE, clock.today().date()))
    due = SelfDescription.objects.select_for_update().filter(said_at__lt=cutoff).order_by("pk")
    ids = list(due.values_list("person_id", flat=True))
    SelfDescription.objects.filter(person_id__in=ids).delete()
    for person_id in ids:
        fact = StatisticsErased(person_id, "retention")
        record.append(fact, actor=actor, about=Ref("people.person", person_id))
    return len(ids)
