"""Between a ballot on the screen and what a rule keeps: fields to a choice, a choice to words and to hidden fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.digits import digits
from gongzhi.voting import words
from gongzhi.voting.models import Option, Vote

Choice = dict[str, Any]


def read(vote: Vote, options: Sequence[Option], sent: Any) -> Choice:
    """The choice that a form says; what is wrong in it, the service refuses."""
    filled = words.FILLED[vote.rule]
    if filled == words.PICK:
        return {"picked": sent.getlist("pick")}
    if filled == words.SCORE:
        given = {o.key: digits(sent.get(f"score-{o.key}", "")) for o in options}
        return {"scores": {key: score for key, score in given.items() if score is not None}}
    if filled == words.RANK:
        return {"ranking": _ranking(options, sent)}
    given_answers = {o.key: sent.get(f"answer-{o.key}", "") for o in options}
    return {"answers": {key: answer for key, answer in given_answers.items() if answer}}


def _ranking(options: Sequence[Option], sent: Any) -> list[str]:
    """By the numbers beside the options; two on one place are both taken, and the service is asked."""
    places = [(digits(sent.get(f"rank-{o.key}", "")), o.key) for o in options]
    return [key for _place, key in sorted((place, key) for place, key in places if place)]


def rank_twice(options: Sequence[Option], sent: Any) -> bool:
    """Whether two options carry the same place."""
    places = [p for p in (digits(sent.get(f"rank-{o.key}", "")) for o in options) if p]
    return len(places) != len(set(places))


def hidden(choice: Choice) -> list[tuple[str, str]]:
    """The choice as hidden fields, which `read` reads again."""
    if "picked" in choice:
        return [("pick", key) for key in choice["picked"]]
    if "scores" in choice:
        return [(f"score-{key}", str(score)) for key, score in choice["scores"].items()]
    if "ranking" in choice:
        return [(f"rank-{key}", str(place)) for place, key in enumerate(choice["ranking"], 1)]
    return [(f"answer-{key}", answer) for key, answer in choice.get("answers", {}).items()]


def rows(vote: Vote, options: Sequence[Option], choice: Choice | None) -> list[dict[str, Any]]:
    """The ballot's lines for the template, with what is chosen so far."""
    said = choice or {}
    top = vote.charter.get("top_score", 0)
    ranking = list(said.get("ranking", ()))
    return [
        {
            "option": o, "key": o.key, "title": o.title, "text": o.text, "cost": o.cost, "where": o.where,
            "withdrawn": o.withdrawn_at is not None, "picked": o.key in said.get("picked", ()),
            "score": said.get("scores", {}).get(o.key), "scores": range(top + 1),
            "rank": ranking.index(o.key) + 1 if o.key in ranking else None,
            "ranks": range(1, len(options) + 1), "answer": said.get("answers", {}).get(o.key, ""),
            "answers": [(key, label) for key, label in words.ANSWERS.items()],
        }
        for o in options
    ]  # fmt: skip


def said(vote: Vote, options: Sequence[Option], choice: Mapping[str, Any]) -> list[str]:
    """What a ballot says, line by line, in the order of the paper."""
    if "spoilt" in choice:
        return [str(words.SPOILT[choice["spoilt"]])]
    titles = {o.key: o.title for o in options}
    if "picked" in choice:
        return [titles.get(key, key) for key in choice["picked"]]
    if "scores" in choice:
        return [_("%(title)s：%(n)d 分") % {"title": titles.get(k, k), "n": n} for k, n in choice["scores"].items()]
    if "ranking" in choice:
        return [
            _("第 %(n)d：%(title)s") % {"n": n, "title": titles.get(k, k)} for n, k in enumerate(choice["ranking"], 1)
        ]
    return [
        _("%(title)s：%(answer)s") % {"title": titles.get(k, k), "answer": words.ANSWERS[a]}
        for k, a in choice.get("answers", {}).items()
    ]


def running(vote: Vote, options: Sequence[Option], choice: Mapping[str, Any]) -> str:
    """How much is chosen: "选了 4 项，共 23 万元"."""
    picked = choice.get("picked")
    if picked is None:
        return ""
    cost = sum(o.cost for o in options if o.key in picked)
    if not cost:
        return _("选了 %(n)d 项。") % {"n": len(picked)}
    return _("选了 %(n)d 项，共 %(cost)s 元。") % {"n": len(picked), "cost": f"{cost:,}"}
