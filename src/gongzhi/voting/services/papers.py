"""What a certificate says: the question, the electorate, every number, the articles, and how to count again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongzhi.voting.models import Vote
from gongzhi.voting.services.counting import count

VERSION = 1


def certificate_of(vote: Vote, stage: str, at: datetime) -> dict[str, Any]:
    """The certificate as data, JSON-ready."""
    counted = count(vote)
    return {
        "certificate": VERSION,
        "stage": stage,
        "at": at.isoformat(),
        "vote": {
            "id": vote.pk, "title": vote.title, "question": vote.question, "rule": vote.rule, "matter": vote.matter,
            "secrecy": vote.secrecy, "opens": vote.opens.isoformat(), "closes": vote.closes.isoformat(),
            "body": vote.body.name, "place": vote.place.name, "charter": vote.charter,
        },
        "roll": {"electors": vote.electors, "source": vote.roll_source, "digest": vote.roll_digest},
        "outcomes": {key: outcome.as_dict() for key, outcome in counted.outcomes.items()},
        "beside": counted.beside.as_dict() if counted.beside else None,
        "procedure": [{"finding": finding, **reason.as_dict()} for finding, reason in counted.points],
    }  # fmt: skip


def worst(data: dict[str, Any]) -> tuple[str, bool | None]:
    """The state of the question and whether the procedure was valid; of several items, the first that is not passed."""
    verdicts = [outcome["verdict"] for outcome in data["outcomes"].values()]
    chosen = next((v for v in verdicts if v["state"] not in ("passed", "chosen", "elected")), verdicts[0])
    valid: bool | None = chosen["valid"]
    return str(chosen["state"]), valid
