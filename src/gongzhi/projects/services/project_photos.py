"""Photographs of the spot, before and after, cleaned like every photograph of the house; words say the difference."""

from __future__ import annotations

import secrets
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from gongzhi.cases.services import reencoded
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.projects.events.projects import ProjectPhotoAdded
from gongzhi.projects.models import ProjectPhoto
from gongzhi.projects.services.project_acts import act_on, clean
from gongzhi.projects.words import projects as words

ALT, MOST = 120, 12
WHEN = {
    "before": ("collected", "deliberated", "fixed", "noticed", "building"),
    "after": ("building", "accepting", "judging"),
}


def add_photo(
    *, actor: Actor, project_id: int, side: str, file: IO[bytes], alt: str, pair_id: int | None = None
) -> ProjectPhoto:
    """Add a photograph; `alt` says what is on it (after: what is different from the one before, `pair_id`).

    Refused: "unknown_side", "missing" (no words), "same_words" (after says the same as before), "unknown_pair",
    "photo_count", "late", and what cleaning a photograph refuses ("photo_kind", "photo_size", "photo_pixels").
    """
    if side not in words.PHOTO_SIDES:
        raise Refused(_("请选是改之前还是改之后。"), code="unknown_side", field="side")
    said = clean(alt, ALT, "alt")
    data, width, height = reencoded(file)
    with act_on(actor, project_id, "project.work", *WHEN[side]) as act:
        pair = _pair(project_id, pair_id) if side == "after" else None
        if pair is not None and pair.alt == said:
            raise Refused(_("请写和改之前有什么不同，看不见照片的人靠这句话。"), code="same_words", field="alt")
        if ProjectPhoto.objects.filter(project=act.project, side=side).count() >= MOST:
            raise Refused(_("最多放 %(n)d 张照片。") % {"n": MOST}, code="photo_count", field="photos")
        photo = ProjectPhoto(
            project=act.project, side=side, pair=pair, alt=said, width=width, height=height,
            by_id=act.actor.person_id, at=act.now,
        )  # fmt: skip
        photo.file.save(f"{secrets.token_hex(16)}.jpg", ContentFile(data), save=False)
        photo.save()
        act.record(ProjectPhotoAdded(project_id, photo.pk, side))
    return photo


def _pair(project_id: int, pair_id: int | None) -> ProjectPhoto:
    """The photograph before, from the same spot. Refused("unknown_pair")."""
    found = ProjectPhoto.objects.filter(pk=pair_id or 0, project_id=project_id, side="before").first()
    if found is None:
        raise Refused(_("请选是和哪一张改之前的照片同一个地方。"), code="unknown_pair", field="pair")
    return found
