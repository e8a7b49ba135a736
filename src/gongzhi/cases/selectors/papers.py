"""Single things of a case that a page hands out: a photograph, and the receipt of what somebody took in for another."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.cases.codes import new_code
from gongzhi.cases.models import Case, Photo
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require

log = logging.getLogger("gongzhi.cases")


def photo(actor: Actor, photo_id: int) -> Photo:
    """A photograph of a case that the actor may see. Refused: "unknown", "denied"."""
    found = Photo.objects.select_related("case__place").filter(pk=photo_id).first()
    if found is None:
        raise Refused(_("没有这张照片。"), code="unknown")
    require(actor, "case.see", found.case)
    return found


def opened(photo: Photo) -> Any:
    """The picture of a photograph, to be read; None when its file is gone, and the log says which one."""
    try:
        return photo.file.open("rb")
    except OSError:
        log.warning("the file of photograph %s is missing", photo.pk)
        return None


def taken_in(actor: Actor, key: str) -> tuple[Case, str]:
    """The case that this person took in with this key, and its receipt code. Refused("unknown") otherwise."""
    rows = Case.objects.select_related("place", "holder", "helper")
    found = rows.filter(key=key, helper_id=actor.person_id).first() if key else None
    if found is None:
        raise Refused(_("没有这张回执，可能是别人登记的。"), code="unknown")
    return found, new_code(key)
