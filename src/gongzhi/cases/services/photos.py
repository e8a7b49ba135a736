"""Photographs: re-encoded, turned upright, without location data; public only once a worker has released them."""

from __future__ import annotations

import io
import secrets
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from gongzhi.cases.events import PhotoAdded, Released
from gongzhi.cases.models import Case, Photo
from gongzhi.cases.selectors import advisers
from gongzhi.cases.services.engine import about, lock_case
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.marks import Mark
from gongzhi.kernel.permit import require
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

LONGEST_SIDE = 1920
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def _number(name: str) -> int:
    return rulebook.number(name, clock.today().date())


def reencoded(file: IO[bytes]) -> tuple[bytes, int, int]:
    """The picture as a fresh JPEG without metadata, and its size. Refused: "photo_size", "_kind", "_pixels"."""
    most = _number("photo.max_bytes")
    data = file.read(most + 1)
    if len(data) > most:
        raise Refused(
            _("照片超过 %(mb)d MB，请拍小一点或选别的。其他内容都还在。") % {"mb": most // 2**20},
            "photo_size",
            "photos",
        )
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > _number("photo.max_pixels"):
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_("照片尺寸太大，请用手机直接拍一张。其他内容都还在。"), "photo_pixels", "photos") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(_("没收到能看的照片，请再拍一张。其他内容都还在。"), "photo_kind", "photos") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue(), upright.width, upright.height


def add_photo(*, actor: Actor, case_id: int, file: IO[bytes]) -> Photo:
    """Add one photograph to a case. Refused also with "photo_count" when the case has as many as it may."""
    data, width, height = reencoded(file)
    with transaction.atomic():
        case = lock_case(case_id)
        actor = fresh(actor)
        answer = require(actor, "case.note", case)
        most = _number("photo.per_report")
        if Photo.objects.filter(case=case, by_id=actor.person_id).count() >= most:
            raise Refused(_("最多放 %(n)d 张照片。") % {"n": most}, "photo_count", "photos")
        photo = Photo(case=case, width=width, height=height, added_at=clock.now(), by_id=actor.person_id)
        photo.file.save(f"{secrets.token_hex(16)}.jpg", ContentFile(data), save=False)
        photo.save()
        append(PhotoAdded(case.pk, photo.pk), actor=actor, about=about(case), seat=answer.seat)
    return photo


def release_photo(*, actor: Actor, photo_id: int, shown: bool) -> Photo:
    """Let everybody see a photograph, or take it back."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=photo_id)
        case = lock_case(photo.case_id)
        answer = require(fresh(actor), "case.release", case)
        photo.released = shown
        photo.save(update_fields=["released"])
        append(Released(case.pk, photo.pk, shown), actor=actor, about=about(case), seat=answer.seat)
    return photo


def release_heading(*, actor: Actor, case_id: int, heading: str, checked: bool = False) -> Case:
    """Write the line under which everybody sees the matter, without personal data; an empty line takes it back.

    Refused: "too_long"; "personal" with the field, for numbers always, for what looks like a name or a room until
    somebody looked at it (`checked`).
    """
    line = " ".join(heading.split())
    if len(line) > 60:
        raise Refused(_("公开的标题最多 60 个字。"), code="too_long", field="heading")
    with transaction.atomic():
        case = lock_case(case_id)
        answer = require(fresh(actor), "case.release", case)
        _nobody_in(line, checked)
        case.heading = line
        case.version += 1
        case.save(update_fields=["heading", "version"])
        append(Released(case.pk, None, bool(line)), actor=actor, about=about(case), seat=answer.seat)
    return case


def _nobody_in(line: str, checked: bool) -> None:
    """What the advisers mark in a line that everybody will read. Refused("personal")."""
    marks = advisers.marks(line)
    sure = [m for m in marks if m.sure]
    if sure:
        said = {"pieces": _pieces(line, sure)}
        raise Refused(_("标题里有%(pieces)s，不能公开。") % said, code="personal", field="heading")
    if marks and not checked:
        said = {"pieces": _pieces(line, marks)}
        raise Refused(_("标题里像有%(pieces)s。遮住，或看过再送。") % said, code="personal", field="heading")


def _pieces(line: str, marks: list[Mark]) -> str:
    return _("、").join(f"{m.label}“{line[m.start : m.end]}”" for m in marks)
