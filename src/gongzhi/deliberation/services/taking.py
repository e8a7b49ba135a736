"""Gather what was said at every tier into one record, and count who took part by building (rows B02, Q22)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.models import TookPart, Topic, Voice
from gongzhi.deliberation.rules.voices import Said, merged, sameness
from gongzhi.deliberation.services.topics import LONGEST, lock_topic, speaker_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.opinions import selectors as opinions
from gongzhi.places import selectors as places


def note_voice(*, actor: Actor, topic_id: int, text: str, tier: str = "", source: Ref | None = None) -> Voice | None:
    """An opinion heard at a tier (at a meeting, at a door, online); None when it stands in the record already.

    Refused: "tier", "missing", "too_long", "denied" (proposing is for those with the right or at the desk).
    """
    said = clean(text, LONGEST, "text")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        require(actor, "topic.propose", topic)
        where = tier or topic.tier
        if where not in words.TIERS:
            raise Refused(_("请选一层：楼门院、社区、网络或街道。"), code="tier", field="tier")
        return _keep(topic, [Said(where, said, str(source) if source else sameness(said))])


def _keep(topic: Topic, said: list[Said]) -> Voice | None:
    """Write those that the record does not have yet; returns the last one that is new."""
    rows = topic.voices.order_by("at", "pk").values_list("tier", "text", "same")
    known = [Said(*row) for row in rows]
    new = merged([*known, *said])[len(merged(known)) :]
    made = [Voice(topic=topic, tier=one.tier, text=one.text, same=one.same, at=clock.now()) for one in new]
    Voice.objects.bulk_create(made)
    return made[-1] if made else None


def gather(topic_id: int) -> int:
    """Take every shown statement of the topic's conversations into the final record, each once; returns how many."""
    with transaction.atomic():
        topic = lock_topic(topic_id)
        before = topic.voices.count()
        said = [Said("online", text, same) for same, text in _statements(topic)]
        _keep(topic, said)
        return topic.voices.count() - before


def _statements(topic: Topic) -> list[tuple[str, str]]:
    found = []
    for talk in opinions.of(topic.ref):
        for one in opinions.statements_of(talk.pk):
            found.append((str(Ref("opinions.statement", one.pk)), one.text))
    return found


def note_part(*, actor: Actor, topic_id: int, building_id: int, way: str) -> bool:
    """Somebody of a building spoke, voted, met or signed; once for each way. Never shown but as counts of buildings.

    Refused: "unknown_way", "place" (a place outside the topic's, or larger than a building), "denied".
    """
    if way not in words.WAYS:
        raise Refused(_("请选是怎么参与的。"), code="unknown_way", field="way")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        me = speaker_of(actor, topic)
        building = places.get(building_id)
        if building.level != "building" or not building.path.startswith(topic.place.path):
            raise Refused(_("请选这个议题范围里的一栋楼。"), code="place", field="building")
        _row, new = TookPart.objects.get_or_create(
            topic=topic, person_id=me, way=way, defaults={"building": building, "at": clock.now()}
        )
    return new
