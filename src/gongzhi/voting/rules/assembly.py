"""Residents', households' and representatives' assemblies: enough present, then more than half of those present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from gongzhi.voting.rules.bars import Bar, percent
from gongzhi.voting.rules.outcome import Outcome, Reason, State, Verdict

RESIDENTS, REPRESENTATIVES = "residents_assembly", "representatives"
HOUSEHOLDS = "households"
BARS = ("call", "quorum", "approval")


@dataclass(frozen=True)
class AssemblyLaw:
    """The law of one day: who may have it called, how many must come, how many of those present decide."""

    on: str
    kind: str
    call: Bar
    quorum: Bar
    approval: Bar
    notice_days: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The law as a certificate holds it."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in BARS}
        return plain | {name: getattr(self, name).as_dict() for name in BARS}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> AssemblyLaw:
        """The law that `as_dict` wrote; ValueError, KeyError or TypeError for anything else."""
        read: dict[str, Any] = {f.name: Bar.of(given[f.name]) if f.name in BARS else given[f.name] for f in fields(cls)}
        return cls(**read)


@dataclass(frozen=True)
class Show:
    """What was counted in the hall: who is entitled, who came, and how those present voted."""

    entitled: int
    present: int
    for_: int
    against: int = 0
    abstain: int = 0

    def as_dict(self) -> dict[str, int]:
        """The figures as a certificate holds them."""
        return {f.name.rstrip("_"): getattr(self, f.name) for f in fields(self)}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> Show:
        """The figures that `as_dict` wrote."""
        names = ("entitled", "present", "against", "abstain")
        return cls(for_=int(given["for"]), **{name: int(given[name]) for name in names})


def may_call(asking: int, entitled: int, law: AssemblyLaw) -> Verdict:
    """Whether so many who ask oblige the committee to call the assembly."""
    numbers: dict[str, int | str] = {"asking": asking, "entitled": entitled, "least": law.call.least(entitled)}
    met = law.call.met(asking, entitled) and asking <= entitled
    return Verdict("passed" if met else "rejected", met, (Reason("call_reached" if met else "call_short", numbers,
                                                                 law.call.ground),))  # fmt: skip


def decide(show: Show, law: AssemblyLaw) -> Outcome:
    """The result of one item. Whoever is present and does not vote counts among those present, and for nobody."""
    stages = (
        {"stage": "electorate", "heads": show.entitled},
        _measured("quorum", show.present, show.entitled, law.quorum),
        _measured("approval", show.for_, show.present, law.approval) | {"abstain": show.abstain},
        _measured("refusal", show.against, show.present, law.approval),
    )
    state, valid, reasons = _decided(show, law)
    winners = {"passed": ("for",), "rejected": ("against",)}.get(state, ())
    return Outcome(law.kind, winners, stages, None, Verdict(state, valid, reasons))


def _decided(show: Show, law: AssemblyLaw) -> tuple[State, bool | None, tuple[Reason, ...]]:
    faults = tuple(_faults(show))
    if faults:
        return "undetermined", None, faults
    if not law.quorum.met(show.present, show.entitled):
        return "no_decision", False, (_short("quorum_short", show.present, show.entitled, law.quorum),)
    if law.approval.met(show.for_, show.present):
        return "passed", True, (Reason("approval_reached", {"for": show.for_, "present": show.present},
                                       law.approval.ground),)  # fmt: skip
    short = _short("approval_short", show.for_, show.present, law.approval)
    if law.approval.met(show.against, show.present):
        return "rejected", True, (short,)
    return "no_decision", True, (short, _short("refusal_short", show.against, show.present, law.approval))


def _faults(show: Show) -> Iterable[Reason]:
    voted = show.for_ + show.against + show.abstain
    if min(show.entitled, show.present, show.for_, show.against, show.abstain) < 0:
        yield Reason("negative_number")
    if not show.entitled:
        yield Reason("no_electorate")
    if voted > show.present:
        yield Reason("parts_exceed_whole", {"measure": "present", "parts": voted, "whole": show.present})
    if show.present > show.entitled:
        yield Reason("parts_exceed_whole", {"measure": "entitled", "parts": show.present, "whole": show.entitled})


def _short(code: str, part: int, whole: int, bar: Bar) -> Reason:
    least = bar.least(whole)
    return Reason(code, {"part": part, "whole": whole, "least": least, "missing": least - part}, bar.ground)


def _measured(stage: str, part: int, whole: int, bar: Bar) -> dict[str, Any]:
    return {
        "stage": stage,
        "heads": part,
        "of": whole,
        "heads_percent": percent(part, whole),
        "heads_least": bar.least(whole),
        "heads_met": bar.met(part, whole),
        "share": str(bar.share),
        "test": bar.test,
        "ground": bar.ground,
    }
