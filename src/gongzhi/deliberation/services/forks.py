"""An unsolved matter forks to a council and to departments; the roads join back, and one reply goes out (row E11)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import BranchJoined, Forked
from gongzhi.deliberation.models import Branch
from gongzhi.deliberation.services.topics import LONGEST
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.record.services import append


def fork(*, actor: Actor, source: Ref, topic_id: int | None = None, body_ids: Sequence[int] = ()) -> list[Branch]:
    """Open a road to a council (the topic) and one to each department (the bodies); roads already open stay.

    The caller has asked whether the actor may. Refused: "nowhere" (no road given), "answered" (the one reply is out).
    """
    if topic_id is None and not body_ids:
        raise Refused(_("请说转到哪里：开会商量，或者找哪个部门。"), code="nowhere")
    with transaction.atomic():
        standing = _locked(source)
        if any(row.final for row in standing):
            raise Refused(_("这件事已经有了最后的答复。"), code="answered")
        open_roads = {(row.topic_id, row.body_id) for row in standing if row.joined_at is None}
        wanted: list[tuple[int | None, int | None]] = [(topic_id, None)] if topic_id else []
        wanted += [(None, body) for body in dict.fromkeys(body_ids)]
        new = [
            Branch(
                source_label=source.label, source_id=source.id, kind="council" if topic else "department",
                topic_id=topic, body_id=body, opened_at=clock.now(),
            )
            for topic, body in wanted
            if (topic, body) not in open_roads
        ]  # fmt: skip
        Branch.objects.bulk_create(new)
        append(Forked(str(source), len(standing) + len(new)), actor=actor, about=source)
    return list(Branch.objects.filter(source_label=source.label, source_id=source.id).order_by("pk"))


def join_branch(*, actor: Actor, branch_id: int, answer: str) -> Branch:
    """A road came back with its answer. The last one is `final`: with it the one reply goes out, and no other.

    Refused: "unknown", "joined" (it came back already), "answered".
    """
    said = clean(answer, LONGEST, "answer")
    with transaction.atomic():
        found = Branch.objects.filter(pk=branch_id).first()
        if found is None:
            raise Refused(_("没有这一路。"), code="unknown")
        source = Ref(found.source_label, found.source_id)
        roads = _locked(source)
        row = next(one for one in roads if one.pk == branch_id)
        if row.joined_at is not None:
            raise Refused(_("这一路已经有结果了。"), code="joined")
        row.joined_at, row.answer = clock.now(), said
        row.final = all(one.joined_at is not None for one in roads)
        row.save(update_fields=["joined_at", "answer", "final"])
        append(BranchJoined(str(source), row.pk, row.final), actor=actor, about=source)
    return row


def _locked(source: Ref) -> list[Branch]:
    rows = Branch.objects.select_for_update().filter(source_label=source.label, source_id=source.id)
    return list(rows.order_by("pk"))
