"""Was the procedure kept? Every point that a court asks about, as a reason with its number and its ground.

A point that nobody has shown is neither kept nor broken: it is "not shown", and the verdict says so, without guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.owners_law import WITH_MAJORITY, Charter


@dataclass(frozen=True)
class ProcedureLaw:
    """What must be kept: days of notice, the window's length, how many people enter a paper ballot; with grounds.

    roll_days: how many days before the vote the roll must be public; 0 where only the order is prescribed.
    """

    notice_days: int
    window_least: int
    window_most: int
    paper_readers: int
    roll_days: int = 0
    grounds: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The limits as a certificate holds them."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"grounds": dict(self.grounds)}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> ProcedureLaw:
        """The limits that `as_dict` wrote."""
        return cls(**given)


@dataclass(frozen=True)
class Procedure:
    """What happened, as far as the record shows; None where it shows nothing.

    roll_published, noticed, opens, closes: days. against_offered: whether the ballot paper has "against". listed:
    whether the item stood on the agenda that the notice gave. electors, served: how many ballot papers had to be
    delivered, and for how many there is proof. paper, paper_twice: sheets, and those that enough people entered alike.
    cast, electronic: voters whose ballot counts, and those of them who cast it electronically. changed_after:
    corrections of the roll after it was frozen; changed_openly: those published with their reason. objections_open: not
    yet answered. told: papers with all three proofs.
    """

    roll_published: date | None = None
    noticed: date | None = None
    opens: date | None = None
    closes: date | None = None
    listed: bool | None = None
    against_offered: bool | None = None
    electors: int | None = None
    served: int | None = None
    told: int | None = None
    paper: int | None = None
    paper_twice: int | None = None
    changed_after: int | None = None
    changed_openly: int = 0
    objections_open: int | None = None
    cast: int | None = None
    electronic: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The facts as a certificate holds them."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> Procedure:
        """The facts that `as_dict` wrote."""
        days = ("roll_published", "noticed", "opens", "closes")
        read = {name: date.fromisoformat(given[name]) for name in days if given.get(name)}
        return cls(**{**given, **dict.fromkeys(days), **read})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


Found = Iterator[tuple[bool | None, Reason]]
Check = Callable[[Procedure, ProcedureLaw, Charter], Found]


def _roll(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    published = given.roll_published
    kept = None
    if published is not None and given.opens is not None:
        kept = published <= given.opens and (given.opens - published).days >= law.roll_days
    numbers: dict[str, int | str] = {"on": str(published or ""), "needed": law.roll_days}
    yield kept, Reason("roll_published", numbers, law.grounds.get("roll", ""))
    if given.changed_after is not None:
        numbers = {"changes": given.changed_after, "published": given.changed_openly}
        yield given.changed_after <= given.changed_openly, Reason("roll_frozen", numbers)


def _notice(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    """The day of the notice itself is not counted (民法典 art. 201)."""
    numbers: dict[str, int | str] = {"needed": law.notice_days}
    kept = None
    if given.noticed and given.opens:
        days = (given.opens - given.noticed).days
        kept = days >= law.notice_days
        numbers["days"] = days
    yield kept, Reason("notice_days", numbers, law.grounds.get("notice", ""))


def _window(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    numbers: dict[str, int | str] = {"least": law.window_least, "most": law.window_most}
    kept = None
    if given.opens and given.closes:
        days = (given.closes - given.opens).days
        kept = law.window_least <= days <= law.window_most
        numbers["days"] = days
    yield kept, Reason("window_days", numbers, law.grounds.get("window", ""))


def _paper_form(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    yield given.listed, Reason("agenda_listed")
    yield given.against_offered, Reason("against_offered")


def _service(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    if given.electors is None or given.served is None:
        yield None, Reason("service_proven")
    else:
        numbers = {"electors": given.electors, "served": given.served}
        yield given.served >= given.electors, Reason("service_proven", numbers)


def _entered(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    if given.paper:
        numbers = {"sheets": given.paper, "alike": given.paper_twice or 0, "readers": law.paper_readers}
        yield given.paper_twice == given.paper, Reason("paper_entered", numbers, law.grounds.get("paper", ""))
    if given.objections_open is not None:
        yield given.objections_open == 0, Reason("objections_answered", {"open": given.objections_open})


def _sums(given: Procedure, law: ProcedureLaw, _charter: Charter) -> Found:
    """Nobody is counted in both channels, and no more ballots count than there are electors."""
    if given.cast is None or given.electronic is None:
        return
    sheets = given.paper_twice or 0
    numbers = {"cast": given.cast, "electronic": given.electronic, "paper": sheets}
    agrees = given.cast == given.electronic + sheets and (given.electors is None or given.cast <= given.electors)
    yield agrees, Reason("ballots_sum", numbers)


def _by_law(given: Procedure, law: ProcedureLaw, charter: Charter) -> Found:
    """Silence and abstention count for something only where a by-law says so (指导规则 art. 26, court practice)."""
    for name in charter.switched:
        yield bool(charter.ground), Reason(f"by_law_for_{name}", {}, charter.ground)
    if charter.silence == WITH_MAJORITY and given.electors is not None and given.told is not None:
        numbers = {"papers": given.electors, "told": given.told}
        yield None if given.told < given.electors else True, Reason("silence_proven", numbers, charter.ground)


CHECKS: tuple[Check, ...] = (_roll, _notice, _window, _paper_form, _service, _entered, _sums, _by_law)


def examine(given: Procedure, law: ProcedureLaw, charter: Charter | None = None) -> tuple[tuple[str, Reason], ...]:
    """Every point with its finding: "kept", "broken" or "not_shown"."""
    words = {True: "kept", False: "broken", None: "not_shown"}
    by_laws = charter or Charter()
    return tuple((words[kept], reason) for check in CHECKS for kept, reason in check(given, law, by_laws))


def judged(found: Outcome, points: Iterable[tuple[str, Reason]]) -> Outcome:
    """The count with the verdict on its procedure: invalid because of every broken point; valid when all were shown.

    The state stays what the numbers say; a decision passed by an unlawful procedure is "passed, not valid".
    """
    listed = tuple(points)
    broken = tuple(_named("broken", reason) for finding, reason in listed if finding == "broken")
    unseen = tuple(_named("not_shown", reason) for finding, reason in listed if finding == "not_shown")
    verdict = found.verdict
    valid = verdict.valid
    if broken:
        valid = False
    elif unseen and valid:
        valid = None
    return replace(found, verdict=Verdict(verdict.state, valid, (*verdict.reasons, *broken, *unseen)))


def _named(finding: str, reason: Reason) -> Reason:
    return replace(reason, code=f"{reason.code}_{finding}")
