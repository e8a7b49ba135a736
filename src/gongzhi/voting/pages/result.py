"""The result: decided or not and why, who is in, what each loser lacked, how it was counted, and how to count again."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel import papers
from gongzhi.kernel.permit import may
from gongzhi.organisations.visitors import resident, speaker
from gongzhi.places import selectors as places
from gongzhi.voting import selectors, services, words
from gongzhi.voting.models import Certificate, Vote
from gongzhi.voting.pages import said, steps
from gongzhi.voting.pages.gate import public_vote
from gongzhi.voting.selectors.results import BESIDE, Extras, extras_of


def _latest(vote: Vote) -> Certificate:
    rows = selectors.certificates(vote.pk)
    if not rows:
        raise Http404(_("还没有计票。截止以后，结果写在这里。"))
    return rows[-1]


@resident
def result(request: HttpRequest, vote_id: int) -> HttpResponse:
    """What was decided, for everybody."""
    found = public_vote(vote_id)
    row = _latest(found)
    return render(request, "voting/result.html", shown(request, found, row))


def shown(request: HttpRequest, found: Vote, row: Certificate) -> dict[str, Any]:
    """Everything that the result page says, from the certificate alone."""
    data = row.data
    extras = extras_of(data)
    titles = {o["key"]: o["title"] for o in data["vote"]["options"]}
    items = [_item(key, item, titles, extras, data) for key, item in data["items"].items() if key != BESIDE]
    download = reverse("vote_certificate", args=[found.pk])
    return {
        "vote": found, "data": data, "row": row, "items": items,
        "digest": services.public_form(row)["sha256"], "rule": words.RULES[found.rule],
        "how": said.HOW[found.rule], "preliminary": row.stage == "preliminary", "base": data["base"],
        "points": [said.point(point) for point in _points(data)], "download": download,
        "address": request.build_absolute_uri(reverse("vote_result", args=[found.pk])),
        "reasons": [(words.SAID[one["kind"]], one["text"]) for one in data["base"]["said"]],
        "beside": steps.beside(data, extras, titles) if BESIDE in data["items"] else None,
        "chart": steps.chart(data, extras, titles), "source_digest": data["base"]["digest"][:16],
        "buildings": _buildings(found), "rows_of": _rows_for(request, found),
    }  # fmt: skip


def _rows_for(request: HttpRequest, vote: Vote) -> bool:
    """Whether the reader may also have the exact file."""
    who = speaker(request)
    return vote.rule == "owners" and who is not None and bool(may(who, "vote.read_rows", vote))


def _buildings(vote: Vote) -> dict[str, Any] | None:
    """From which buildings nobody voted, and how many from the others; None where the roll names no building."""
    found = selectors.turnout_by_building(vote.pk)
    if found is None or not (found.rows or found.silent):
        return None
    names = places.names_of(places.within(vote.place).filter(level="building"), top="estate")
    few = _("不便显示")
    rows = [[names[key], electors, few if cast is None else cast] for key, electors, cast in found.rows]
    heads = [_("楼"), _("名册上的人"), _("投了的人")]
    columns = [{"label": label, "number": place > 0} for place, label in enumerate(heads)]
    return {
        "silent": [names[key] for key in found.silent], "unmatched": found.unmatched, "least": found.least,
        "table": {"caption": _("各栋楼有多少人投"), "columns": columns, "rows": rows} if rows else None,
    }  # fmt: skip


def _points(data: dict[str, Any]) -> list[dict[str, Any]]:
    return list(next(iter(data["items"].values()))["points"])


def _item(
    key: str, item: dict[str, Any], titles: dict[str, str], extras: Extras, data: dict[str, Any]
) -> dict[str, Any]:
    verdict = item["outcome"]["verdict"]
    answer = words.FILLED[item["rule"]] == words.ANSWER
    winners = [] if answer else [_line(k, titles, extras, data) for k in item["outcome"]["winners"]]
    won = set(item["outcome"]["winners"])
    losers = [] if answer else [_line(k, titles, extras, data) for k in _standing(data) if k not in won]
    return {
        "key": key, "title": item["title"], "state": said.OUTCOMES[verdict["state"]], "valid": verdict["valid"],
        "decided": verdict["state"] in ("passed", "chosen", "elected"),
        "why": [said.why(_titled(reason, titles)) for reason in verdict["reasons"]],
        "winners": winners, "losers": losers, "spent": item["outcome"]["spent"],
        "steps": steps.told(item, titles), "tables": steps.tables(item),
    }  # fmt: skip


def _standing(data: dict[str, Any]) -> list[str]:
    return [o["key"] for o in data["vote"]["options"] if not o["withdrawn"]]


def _titled(reason: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """Keys of options in a reason become their titles."""
    numbers = dict(reason["numbers"])
    for name in ("tied", "chosen", "candidates"):
        if isinstance(numbers.get(name), str):
            keys = numbers[name].replace("\u3001", ", ").split(", ")
            numbers[name] = _("、").join(titles.get(key, key) for key in keys)
    return {**reason, "numbers": numbers}


def _line(key: str, titles: dict[str, str], extras: Extras, data: dict[str, Any]) -> dict[str, Any]:
    costs = {o["key"]: o["cost"] for o in data["vote"]["options"]}
    lacked = extras.lacked.get(key)
    return {
        "title": titles.get(key, key), "cost": costs.get(key), "votes": extras.votes.get(key),
        "lacked": steps.lacked(lacked, data["vote"]["rule"]) if lacked else "",
    }  # fmt: skip


@resident
def certificate(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The file that anybody counts again."""
    row = _latest(public_vote(vote_id))
    return _file(services.public_form(row), f"vote-{vote_id}-{row.stage}.json")


@resident
def certificate_rows(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The exact file of an owners' vote, for those on its roll and those who watch; the reading is on the record."""
    found, who = public_vote(vote_id), speaker(request)
    row = _latest(found)
    if who is None:
        raise PermissionDenied(_("逐行的结果给名册上的业主、组织方和监督的人看。大家看的那份，数字一样。"))
    return _file(services.read_rows(actor=who, vote=found, row=row), f"vote-{vote_id}-{row.stage}-rows.json")


def _file(data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@resident
def certificate_paper(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The same as a paper to be printed and hung up."""
    found = public_vote(vote_id)
    row = _latest(found)
    page = shown(request, found, row)
    made = papers.pdf(steps.PAPER, steps.paper(page), at=row.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="vote-{vote_id}.pdf"'
    return response
