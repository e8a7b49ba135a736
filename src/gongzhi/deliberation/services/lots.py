"""A balanced panel by lot for a topic: first the list, then a seed from outside, then the draw (row B07)."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import LotAnnounced, LotDrawn
from gongzhi.deliberation.models import Lot, Topic
from gongzhi.deliberation.services.topics import lock_topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.written import clean
from gongzhi.record.services import append
from gongzhi.voting.rules import panel
from gongzhi.voting.rules.panel_files import Pool, Quota, read_pool, read_quotas

METHOD, MOST, SOURCE = "panel", 200_000, 200


def announce_lot(*, actor: Actor, topic_id: int, pool: str, quotas: str, source: str) -> Lot:
    """Fix who may be drawn and by which quotas, and say which number still to come will be the seed.

    `pool` and `quotas` are tables as text with a heading; people are numbers of a register. Refused: "denied", "late",
    "not_by_lot" (the topic's way of deliberating draws no lots), "waiting" (one is announced and not drawn),
    "panel_file" with the line, "missing".
    """
    with transaction.atomic():
        topic, seat = _by_lot(actor, topic_id)
        said = clean(source, SOURCE, "source")
        read, _listed = _read(pool, quotas)
        lot = Lot(
            topic=topic, pool=pool, quotas=quotas, digest=sha256(f"{quotas}\n\n{pool}".encode()).hexdigest(),
            people=len(read.people), source=said, announced_at=clock.now(),
        )  # fmt: skip
        try:
            with transaction.atomic():
                lot.save()
        except IntegrityError as error:
            raise Refused(_("上一份名单还没有抽，先抽完。"), code="waiting") from error
        append(LotAnnounced(topic.pk, lot.pk, lot.people, lot.digest), actor=actor, about=topic.ref, seat=seat)
    return lot


def draw_lot(*, actor: Actor, topic_id: int, seed: str, size: int) -> Lot:
    """Draw the announced list. Refused: "no_list", "too_soon", and what `voting.rules.panel.draw` refuses."""
    with transaction.atomic():
        topic, seat = _by_lot(actor, topic_id)
        lot = Lot.objects.select_for_update().filter(topic=topic, drawn_at=None).first()
        if lot is None:
            raise Refused(_("先公布名单和种子从哪里来，再抽。"), code="no_list")
        now = clock.now()
        if now <= lot.announced_at:
            raise Refused(_("名单刚公布，种子要在名单以后才出来。"), code="too_soon", field="seed")
        people, quotas = _read(lot.pool, lot.quotas)
        drawn = panel.draw(people, quotas, clean(seed, SOURCE, "seed"), size)
        lot.seed, lot.drawn_at, lot.result = drawn.seed, now, drawn.as_dict()
        lot.save(update_fields=["seed", "drawn_at", "result"])
        append(LotDrawn(topic.pk, lot.pk, size), actor=actor, about=topic.ref, seat=seat)
    return lot


def _by_lot(actor: Actor, topic_id: int) -> tuple[Topic, Seat | None]:
    topic = lock_topic(topic_id)
    seat = require(actor, "topic.lead", topic).seat
    if topic.method != METHOD:
        raise Refused(_("这个议题不是用抽签的小组来商量的。"), code="not_by_lot")
    if topic.state != "deliberating":
        raise Refused(_("开始商量以后、交付表决以前，才抽签。"), code="late")
    return topic, seat


def _read(pool: str, quotas: str) -> tuple[Pool, tuple[Quota, ...]]:
    """Both tables, by the reader of the command."""
    if len(pool) > MOST or len(quotas) > MOST:
        raise Refused(_("名单太长，请用命令行抽。"), code="panel_file", field="pool")
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "quotas.csv"), Path(folder, "pool.csv")
        first.write_text(quotas, "utf-8")
        second.write_text(pool, "utf-8")
        listed = read_quotas(first)
        return read_pool(second, listed), listed
