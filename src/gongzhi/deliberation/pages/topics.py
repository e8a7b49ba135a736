"""Topics for everybody: those near me, and one from its cause to its effect; who was not heard yet, to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from gongzhi.deliberation import selectors, words
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.pages import gate, said
from gongzhi.deliberation.selectors import topics as read
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import begins, turns
from gongzhi.ledger.words import in_yuan
from gongzhi.opinions import selectors as opinions
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import selectors as voting

PAGE = 30
LISTED = 12
SPEAKING = ("taken_up", "investigating", "deliberating", "deciding")


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """The topics at a place, inside it and above it; ?at= names another place, ?over=1 those that are over."""
    place, over = gate.here(request), "over" in request.GET
    rows = selectors.near(place, closed=over) if place is not None else selectors.everywhere(closed=over)
    start = begins(request.GET.get("from"))
    shown = list(rows[start : start + PAGE + 1])
    who = gate.speaker(request)
    kept = (f"at={place.code}&" if place is not None else "") + ("over=1&" if over else "")
    context = {
        "place": place, "over": over, "cards": said.cards(shown[:PAGE]),
        "mine": said.cards(read.mine(who.person_id)[:LISTED]) if who and who.person_id else [],
        **turns(start, PAGE, more=len(shown) > PAGE, kept=kept),
        "tabs": _tabs(place, over),
        "ready": bool(place) and selectors.is_ready(who.person_id if who else None, place),
    }  # fmt: skip
    return gate.private(render(request, "deliberation/topics.html", context))


def _tabs(place: Any, over: bool) -> list[dict[str, Any]]:
    kept = f"at={place.code}&" if place is not None else ""
    return [
        {"label": _("正在商量的"), "url": f"?{kept}".rstrip("?&") or "?", "current": not over, "count": None},
        {"label": _("了结的"), "url": f"?{kept}over=1", "current": over, "count": None},
    ]


@require_GET
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """One topic, whole."""
    found = gate.topic_for(request, topic_id)
    return gate.private(render(request, "deliberation/topic.html", whole(request, found)))


def whole(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """Everything that the page says of a topic."""
    who = gate.speaker(request)
    talks = opinions.of(topic.ref)
    signed, mine = selectors.signatures(topic.pk, who.person_id if who else None)
    return {
        "topic": topic, **said.state(topic), "tier": capfirst(words.TIERS[topic.tier]),
        "origin": words.ORIGINS[topic.origin],
        "question": selectors.question_of(topic.pk), "kind": _kind(topic), "promise": said.promise(topic),
        "stages": said.stages(topic), "method": _method(topic), "river": said.river(topic),
        "acts": _acts(topic, who, talks),
        "agreed": _agreed(talks), "seats": _seats(topic), "my_seat": _my_seat(topic, who),
        "interests": interests(topic), "statements": read.statements_of(topic.pk), "steps": _steps(topic),
        "speaking": topic.state in SPEAKING, "parties": list(topic.parties.order_by("pk")),
        "decision": decision(topic), "investigations": _investigations(topic), "pledges": _pledges(topic),
        "lots": _lots(topic),
        "voices": [{"tier": words.TIERS[v.tier], "text": v.text} for v in read.voices_of(topic.pk)],
        "signed": signed, "mine": mine, "may_sign": topic.origin == "request" and topic.state == "raised",
        "heard": heard(topic), "building": selectors.my_building(topic.pk, who.person_id if who else None),
        "buildings": _buildings(topic), "story": said.story(topic), "stays": _stays(topic),
        "desk": bool(who and who.seats and may(who, "topic.inspect", topic)), "words": words,
    }  # fmt: skip


def _kind(topic: Topic) -> dict[str, Any]:
    kind = selectors.kind(topic.kind)
    if kind is None:
        return {}
    return {"name": selectors.name_of(kind), "who": words.DECIDERS[kind.decider], "ground": kind.ground,
            "effect": words.EFFECTS[kind.effect], "major": kind.major}  # fmt: skip


def _method(topic: Topic) -> dict[str, Any] | None:
    """How it is discussed: the chosen way and its steps."""
    method = selectors.decided.ways_to_deliberate().get(topic.method)
    if method is None:
        return None
    return {"name": selectors.name_of(method), "steps": [selectors.name_of(step) for step in method.steps]}


def _acts(topic: Topic, who: Actor | None, talks: list[Any]) -> list[dict[str, Any]]:
    """The ways to take part, the next one first and filled."""
    found = []
    votes = [vote for vote in voting.of(topic.ref) if vote.state in ("open", "noticed")]
    for vote in votes:
        found.append({"label": _("去投票"), "url": gate.address("vote", vote.pk), "icon": "check2-square"})
    for talk in talks:
        if opinions.is_open(talk):
            found.append(
                {"label": _("去说看法，点一下表个态"), "url": gate.address("talk", talk.pk), "icon": "chat-quote"}
            )
    shown = [act for act in found if act["url"]]
    for number, act in enumerate(shown):
        act["tone"] = "filled" if number == 0 else "plain"
    return shown


def _agreed(talks: list[Any]) -> list[dict[str, Any]]:
    """What those who spoke agree on and what divides them, by the map drawn last; nothing before there is one."""
    found = []
    least = rulebook.share("topic.agreed", clock.today().date())
    for talk in talks:
        shown = opinions.map_of(talk.pk)
        texts = {one.pk: one.text for one in opinions.statements_of(talk.pk)}
        agreed = [texts[pk] for pk in shown.kept.shared(least) if pk in texts]
        apart = [texts[pk] for pk, _most, _least in shown.kept.dividing() if pk in texts] if shown.kept.clear else []
        found.append(
            {
                "talk": talk,
                "agreed": agreed[:3],
                "apart": apart[:3],
                "many": len(texts),
                "url": gate.address("talk_map", talk.pk),
            }
        )
    return found


def _seats(topic: Topic) -> list[dict[str, Any]]:
    """Who sits at the table: bodies by name, parties by their class, never a resident's name."""
    found = []
    for seat in selectors.seats_of(topic.pk):
        label = seat.party.title if seat.party else capfirst(words.CORE_SEATS[seat.core])
        by = seat.body.name if seat.body else ""
        found.append(
            {"label": label, "core": bool(seat.core), "by": by, "stand_in": seat.stand_in,
             "state": words.SEAT_STATES[seat.state], "named": seat.person_id is not None}
        )  # fmt: skip
    return sorted(found, key=lambda seat: not seat["core"])


def _my_seat(topic: Topic, who: Actor | None) -> Any:
    seat = selectors.my_seat(topic.pk, who.person_id if who else None)
    if seat is None:
        return None
    return {"seat": seat, "state": words.SEAT_STATES[seat.state], "asked": seat.state == "invited"}


def interests(topic: Topic) -> dict[str, Any] | None:
    """The table of interests: items in rows, parties in columns, what is left for each in the last row."""
    table = selectors.interests_of(topic.pk)
    if not table.parties:
        return None
    rows = []
    for item, shares, there in table.items:
        cells = [in_yuan(fen) if fen is not None else (_("有份") if is_there else "–") for fen, is_there in
                 zip(shares, there, strict=True)]  # fmt: skip
        rows.append(
            {"side": words.ITEM_SIDES[item.side], "title": item.title, "whole": in_yuan(item.fen), "cells": cells}
        )
    nets = [table.nets.get(party.pk) for party in table.parties]
    return {
        "parties": [
            {"title": party.title, "kind": words.PARTIES[party.kind], "many": party.many,
             "minority": words.MINORITY_GROUNDS.get(party.minority, "")}
            for party in table.parties
        ],
        "rows": rows, "nets": [in_yuan(net.net) if net else "–" for net in nets],
        "balance": in_yuan(table.balance), "costs": in_yuan(table.costs), "benefits": in_yuan(table.benefits),
        "money": bool(table.costs or table.benefits),
    }  # fmt: skip


def _steps(topic: Topic) -> list[dict[str, Any]]:
    return [
        {
            "party": step.party.title,
            "kind": words.MINORITY_STEPS[step.kind],
            "text": step.text,
            "sum": in_yuan(step.fen),
        }
        for step in read.steps_of(topic.pk)
    ]


def decision(topic: Topic) -> dict[str, Any] | None:
    """What was decided, once it is public: by whom, by which rule, on which vote, with which effect."""
    row = selectors.decision_of(topic.pk)
    if row is None or topic.published_at is None:
        return None
    kind, notes = selectors.kind(topic.kind), read.words_of(topic.pk)
    texts = {word.kind: word.text for word in reversed(notes)}
    return {
        "outcome": words.OUTCOMES[row.outcome], "who": words.DECIDERS[row.decider], "body": row.body,
        "ground": row.ground, "effect": words.EFFECTS[row.effect], "text": texts.get("text", ""), "at": row.at,
        "kind": selectors.name_of(kind), "result": texts.get("result", ""), "review": texts.get("review", ""),
        "verdict": words.REVIEWS.get(topic.verdict, ""), "consensus": row.consensus,
        "vote": gate.address("vote_result", row.vote_id) if row.vote_id else "",
        "meeting": gate.address("meeting", row.meeting_id) if row.meeting_id else "",
        "certificate": gate.address("vote_certificate_paper", row.vote_id) if row.vote_id else "",
        "file": gate.address("vote_certificate", row.vote_id) if row.vote_id else "",
    }  # fmt: skip


def _investigations(topic: Topic) -> list[dict[str, Any]]:
    return [
        {"kind": words.INVESTIGATIONS[row.kind], "text": row.text, "on": row.on, "body": row.body}
        for row in read.investigations_of(topic.pk)
    ]


def _lots(topic: Topic) -> list[dict[str, Any]]:
    """Each panel by lot: its list's digest and the seed's source, and once drawn the seats by kind and the chances."""
    return [
        {
            "lot": lot,
            "panel": _("、").join(lot.result["panel"]) if lot.result else "",
            "strata": lot.result["strata"] if lot.result else [],
            "least": f"{lot.result['minimum_probability']:.1%}" if lot.result else "",
        }
        for lot in read.lots_of(topic.pk)
    ]


def _pledges(topic: Topic) -> list[dict[str, Any]]:
    return [
        {"body": row.body.name, "kind": words.PLEDGES[row.kind], "text": row.text, "sum": in_yuan(row.fen),
         "due": row.due, "kept": row.kept_at, "late": row.kept_at is None and row.due < clock.now()}
        for row in read.pledges_of(topic.pk)
    ]  # fmt: skip


def _stays(topic: Topic) -> list[dict[str, Any]]:
    return [
        {"tier": words.TIERS[stay.tier], "place": stay.place.name, "since": stay.since,
         "step": words.STEPS.get(stay.step, "")}
        for stay in read.stays_of(topic.pk)
    ]  # fmt: skip


def heard(topic: Topic) -> dict[str, Any]:
    """From which buildings somebody took part, small counts left out, and from which nobody did."""
    found = selectors.participation(topic)
    told = [one for one, _many in (*found.buildings, *found.voted)]
    names = places.names_of([*told, *found.unheard], top="estate")
    least = ngettext("不到 %(n)d 人", "不到 %(n)d 人", found.least) % {"n": found.least}
    return {
        "rows": [
            (names.get(one.pk, one.name), ngettext("%(n)d 人", "%(n)d 人", many) % {"n": many} if many else least)
            for one, many in found.buildings
        ] + [
            (names.get(one.pk, one.name), _("投票：%(n)s") % {"n": many or least}) for one, many in found.voted
        ],
        "unheard": [names.get(one.pk, one.name) for one in found.unheard],
        "total": found.total if found.total >= found.least else None, "of": found.heard + len(found.unheard),
    }  # fmt: skip


def _buildings(topic: Topic) -> list[tuple[int, str]]:
    rows = list(places.within(topic.place).filter(level="building").order_by("path")[:200])
    names = places.names_of(rows, top="estate")
    return [(one.pk, names.get(one.pk, one.name)) for one in rows]


@require_GET
def unheard(request: HttpRequest, topic_id: int) -> HttpResponse:
    """A sheet to take along: the question, and the buildings of which nobody was heard; never a person."""
    found = gate.topic_for(request, topic_id)
    context = {"topic": found, "question": selectors.question_of(found.pk), "heard": heard(found), "now": clock.now()}
    return render(request, "deliberation/unheard.html", context)
