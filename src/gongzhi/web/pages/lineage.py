"""From any matter both ways: what caused it and what came of it, as a picture and as a list."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.flows.lineage_names import KINDS, Named, named, place_of
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import Lineage, lineage
from gongzhi.web.frame import Frame
from gongzhi.web.lineage_picture import Box, Column, picture

FEW = 12  # of one kind named in the list
DRAWN = 4  # of one kind drawn


@require_GET
def whole(request: HttpRequest, label: str, number: int) -> HttpResponse:
    """The way of one matter, for whoever may know of that matter; the others are named as far as this reader may."""
    here, reader = Ref(label, number), Frame(request).actor
    own = named([here], reader).get(here) if place_of(label) is not None else None
    if own is None:
        raise Http404
    walked = lineage(here)
    rows = _rows(here, walked)
    names = named([ref for refs in rows for ref in refs[:FEW]], reader)
    context = {
        "own": own,
        "word": KINDS[place_of(label) or 0].word,
        "said": _said(rows),
        "kinds": [_kind(n, refs, names, here) for n, refs in enumerate(rows) if refs],
        "picture": _picture(rows, names, walked, here),
        "more": walked.more,
    }
    return render(request, "web/lineage.html", context)


def _rows(here: Ref, walked: Lineage) -> list[list[Ref]]:
    """The matters of each kind, causes before effects, each once."""
    rows: list[list[Ref]] = [[] for _kind in KINDS]
    for ref in dict.fromkeys([here, *(ref for ref, _k, _far in (*walked.causes, *walked.effects))]):
        place = place_of(ref.label)
        if place is not None:
            rows[place].append(ref)
    return rows


def _kind(place: int, refs: list[Ref], names: dict[Ref, Named], here: Ref) -> dict[str, Any]:
    known = [{"named": names[ref], "here": ref == here} for ref in refs[:FEW] if ref in names]
    return {"kind": KINDS[place], "many": len(refs), "rows": known, "rest": len(refs) - len(known)}


def _said(rows: list[list[Ref]]) -> str:
    """In one sentence: how many of each kind hang together."""
    parts = [f"{KINDS[n].word} {len(refs)}" for n, refs in enumerate(rows) if refs]
    return _("连在一起的：%(what)s。") % {"what": _("，").join(parts)}


def _picture(rows: list[list[Ref]], names: dict[Ref, Named], walked: Lineage, here: Ref) -> str:
    columns: list[Column] = []
    stand_in: dict[Ref, Any] = {}
    for n, refs in enumerate(rows):
        shown = sorted(refs, key=lambda ref: ref != here)[:DRAWN]
        hidden = [ref for ref in refs if ref not in shown]
        boxes = [Box(ref, names[ref].title if ref in names else _("没有公开"), ref == here) for ref in shown]
        if hidden:
            boxes.append(Box(n, _("还有 %(n)d 件") % {"n": len(hidden)}))
            stand_in |= dict.fromkeys(hidden, n)
        if boxes:
            columns.append(Column(str(KINDS[n].word), boxes))
    pairs = [(stand_in.get(one, one), stand_in.get(two, two)) for one, two in walked.links]
    return picture(columns, pairs, _said(rows))
