"""What a certificate says: the question, the electorate, every number, the articles, and how to count again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongzhi.voting.models import Objection, Option, Vote
from gongzhi.voting.rules import certificate
from gongzhi.voting.selectors.votes import said, turnout
from gongzhi.voting.services.counting import BESIDE, items_of, procedure_of, secret_of

DECIDED = ("passed", "chosen", "elected")


def certificate_of(vote: Vote, stage: str, at: datetime) -> dict[str, Any]:
    """The certificate as data, JSON-ready: no names, no rooms, nothing that says who voted how."""
    return certificate.certificate(
        items_of(vote), vote=_vote(vote, stage, at), base=_base(vote), procedure=procedure_of(vote)
    )


def _vote(vote: Vote, stage: str, at: datetime) -> dict[str, Any]:
    options = Option.objects.filter(vote=vote).order_by("position")
    return {
        "id": vote.pk, "title": vote.title, "question": vote.question, "rule": vote.rule, "matter": vote.matter,
        "secrecy": vote.secrecy, "opens": vote.opens.isoformat(), "closes": vote.closes.isoformat(),
        "body": vote.body.name, "place": vote.place.name, "charter": vote.charter, "stage": stage,
        "at": at.isoformat(),
        "options": [
            {"key": o.key, "title": o.title, "cost": o.cost, "withdrawn": o.withdrawn_at is not None} for o in options
        ],
    }  # fmt: skip


def _base(vote: Vote) -> dict[str, Any]:
    seen = turnout(vote.pk)
    objections = Objection.objects.filter(vote=vote)
    return {
        "source": vote.roll_source, "digest": vote.roll_digest, "electors": vote.electors, "area": seen.area,
        "cast": seen.cast, "electronic": seen.electronic, "paper": seen.paper,
        "objections": {state: objections.filter(state=state).count() for state in ("open", "upheld", "partly",
                                                                                  "rejected")},
        "said": [{"kind": one.kind, "at": one.at.isoformat(), "text": one.text} for one in said(vote.pk)],
    }  # fmt: skip


def worst(data: dict[str, Any]) -> tuple[str, bool | None]:
    """The state of the question and whether the procedure was valid; of several items, the first not decided."""
    verdicts = [item["outcome"]["verdict"] for key, item in data["items"].items() if key != BESIDE]
    chosen = next((v for v in verdicts if v["state"] not in DECIDED), verdicts[0])
    valid: bool | None = chosen["valid"]
    return str(chosen["state"]), valid


def row_secret(vote: Vote) -> bytes:
    """The secret of a vote's rows, from which a holder is given the opening of their own."""
    return secret_of(vote)
