"""Which rule text somebody stands before, which community they look at, and who enters the desk."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.kernel import digits as numbers
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import COMMUNITY

digits = partial(numbers.digits, shorter_than=10)  # some of these numbers stand in columns of 32 bits
desk = visitors.desk(gettext_lazy("这一页给在岗的工作人员用。公约的公开页，谁都能看。"))


def found_edition(edition_id: int) -> Edition:
    """An edition; 404 for one that is not there."""
    found = reading.edition(edition_id)
    if found is None:
        raise Http404(_("没有这份公约，请回到列表再选。"))
    return found


def community_of(request: HttpRequest) -> Any | None:
    """The community that the address or this browser names, or the only one; None: let the reader choose."""
    served = served_places()
    code = request.GET.get("at", "") or request.COOKIES.get(COMMUNITY, "")
    here = next((place for place in served if place.code == code), None)
    if here is None and len(served) == 1:
        here = served[0]
    if here is not None:
        request.frame_place = here.name  # type: ignore[attr-defined]
    return here


def served_places() -> list[Any]:
    """The communities that have a residents' committee."""
    bodies = organisations.bodies_of_kind("residents_committee")
    return [body.place for body in bodies if body.place.level == "community"]


def in_language(item: Any, name: str) -> str:
    """A line of a table in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str(getattr(item, f"{name}_en" if english else name))
