"""Reading rule texts: which hold here on a day, their versions, what changed, how they live, and where they collide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from gongzhi.deliberation.models import (
    AwarenessSurvey,
    Clause,
    Covenant,
    CovenantPledge,
    Draft,
    Edition,
    Proposal,
    Remedy,
)
from gongzhi.deliberation.rules.covenant_text import Awareness, Change, ClauseText, awareness, compare
from gongzhi.deliberation.rules.selfrules import CONFLICTS, READ_IT, Norm, relation, rule_kinds, subjects_in
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations.seats import at_desks
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook

MAKING = ("drafting", "reviewing", "voting", "passed", "sent", "filed", "posted")
PATH_STEP = 8  # digits of one place in a path


def _rows() -> QuerySet[Edition]:
    return Edition.objects.select_related("covenant__place", "covenant__keeper", "received_by")


def edition(edition_id: int) -> Edition | None:
    """The edition with its covenant, place and keeper, or None."""
    return _rows().filter(pk=edition_id).first()


def covenant(covenant_id: int) -> Covenant | None:
    """The register's entry, or None."""
    return Covenant.objects.select_related("place", "keeper").filter(pk=covenant_id).first()


def editions(covenant_id: int) -> list[Edition]:
    """Every edition, newest first; also those that were dropped."""
    return list(_rows().filter(covenant_id=covenant_id).order_by("-number"))


def holding(on: date) -> Q:
    """The editions that hold on a day, whatever has become of them since."""
    return Q(in_force_from__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))


def in_force(covenant_id: int, on: date) -> Edition | None:
    """The edition of a covenant that holds on a day: the one a dispute of that day is measured by."""
    return _rows().filter(holding(on), covenant_id=covenant_id).order_by("-number").first()


def rules_here(place: Any, on: date) -> list[Edition]:
    """Every rule text that holds at a place on a day: its own and those of what it lies in, wide before narrow."""
    found = _rows().filter(holding(on), covenant__place__path__in=_way_up(place.path))
    return sorted(found, key=_standing)


def rule_here(place: Any, rule_kind: str, on: date) -> Edition | None:
    """The text of one kind that holds at a place on a day: the nearest on the way up."""
    found = [one for one in rules_here(place, on) if one.covenant.rule_kind == rule_kind]
    return found[-1] if found else None


def within(place: Any, on: date) -> list[Edition]:
    """The rule texts in force inside a place and above it, for the page of a community."""
    near = Q(covenant__place__path__startswith=place.path) | Q(covenant__place__path__in=_way_up(place.path))
    return sorted(_rows().filter(holding(on) & near), key=_standing)


def in_the_making(place: Any) -> list[Edition]:
    """What is drafted, checked, voted or posted inside a place and above it."""
    near = Q(covenant__place__path__startswith=place.path) | Q(covenant__place__path__in=_way_up(place.path))
    return sorted(_rows().filter(near, state__in=MAKING), key=_standing)


def desk_editions(actor: Actor) -> QuerySet[Edition]:
    """The editions in the making or in force that concern the actor's seats: kept by their body, or in their area."""
    mine = at_desks(actor, body="covenant__keeper_id", path="covenant__place__path")
    return _rows().filter(mine, state__in=[*MAKING, "in_force"]).order_by("-id")


def _way_up(path: str) -> list[str]:
    return [path[:end] for end in range(PATH_STEP, len(path) + 1, PATH_STEP)]


def _standing(one: Edition) -> tuple[int, int, int]:
    return len(one.covenant.place.path), rule_kinds()[one.covenant.rule_kind].rank, one.pk


# --- text and versions ---


def drafts(edition_id: int) -> list[Draft]:
    """Every version of an edition, oldest first."""
    return list(Draft.objects.filter(edition_id=edition_id).order_by("number"))


def clauses(draft: Draft | None) -> list[Clause]:
    """The clauses of a version, in their order."""
    return list(draft.clauses.order_by("position")) if draft else []


def last_draft(one: Edition) -> Draft | None:
    """The newest version of the text."""
    return one.drafts.order_by("-number").first()


def changes(old: Draft, new: Draft) -> tuple[Change, ...]:
    """What changed between two versions, clause by clause; versions of two editions compare as well."""
    return compare(_texts(old), _texts(new))


def draft_before(draft: Draft) -> Draft | None:
    """The version before: of the same edition, or the last of the edition before."""
    earlier = Draft.objects.filter(edition=draft.edition, number__lt=draft.number).order_by("-number").first()
    if earlier is None:
        older = Edition.objects.filter(covenant_id=draft.edition.covenant_id, number__lt=draft.edition.number)
        held = older.exclude(state="dropped").order_by("-number").first()
        earlier = held.drafts.order_by("-number").first() if held else None
    return earlier


def _texts(draft: Draft) -> list[ClauseText]:
    return [ClauseText(c.key, c.position, c.text) for c in clauses(draft)]


def proposals(edition_id: int) -> list[Proposal]:
    """What residents proposed, newest first; the words without the person."""
    return list(Proposal.objects.filter(edition_id=edition_id).defer("person").order_by("-id"))


def my_proposals(edition_id: int, person_id: int) -> list[Proposal]:
    """What this person proposed."""
    return list(Proposal.objects.filter(edition_id=edition_id, person_id=person_id).order_by("-id"))


# --- how it lives ---


def pledges(covenant_id: int) -> int | None:
    """How many promised to keep it; None for a count so small that it would point at somebody."""
    many = CovenantPledge.objects.filter(covenant_id=covenant_id).count()
    least = rulebook.number("public.small_count", clock.today().date())
    return many if many == 0 or many >= least else None


def has_pledged(covenant_id: int, person_id: int | None) -> bool:
    """Whether this person promised; asked for the person's own page only."""
    if person_id is None:
        return False
    return CovenantPledge.objects.filter(covenant_id=covenant_id, person_id=person_id).exists()


def surveys(covenant_id: int) -> list[AwarenessSurvey]:
    """The surveys on a covenant, newest first."""
    rows = AwarenessSurvey.objects.filter(edition__covenant_id=covenant_id).select_related("edition")
    return list(rows.order_by("-id"))


def survey_result(survey: AwarenessSurvey) -> Awareness:
    """The rate of households that know the text, with sample size and interval; never by door."""
    counts = dict(survey.counts.values_list("answer", "times"))
    answered = sum(counts.get(one, 0) for one in ("knows", "heard", "unaware"))
    z = rulebook.share("rates.confidence", survey.drawn_at)
    return awareness(
        knows=counts.get("knows", 0), answered=answered, unreached=counts.get("unreached", 0),
        sample=survey.sample, households=survey.households, z=z,
    )  # fmt: skip


def doors_left(survey: AwarenessSurvey) -> list[Any]:
    """The doors of the sample where nobody has asked yet, for whoever walks round."""
    return [door.place for door in survey.doors.filter(asked=False).select_related("place").order_by("place__code")]


def uses(edition_id: int) -> dict[int, dict[str, int]]:
    """How often each clause was reminded of, talked or mediated about; small counts are left to the page."""
    found: dict[int, Counter[str]] = {}
    for key, remedy in Remedy.objects.filter(edition_id=edition_id).values_list("key", "remedy"):
        found.setdefault(key, Counter())[remedy] += 1
    return {key: dict(counts) for key, counts in found.items()}


def remedies(edition_id: int, paths: Sequence[str]) -> list[Remedy]:
    """What was written down under these paths and has not ended yet, oldest first."""
    rows = Remedy.objects.filter(edition_id=edition_id, ended="").select_related("place").order_by("at", "id")
    return [row for row in rows if row.place.path.startswith(tuple(paths))]


# --- conflicts between scopes ---


@dataclass(frozen=True)
class Collision:
    """Two clauses on one subject, one of a narrower text, one of a wider; `how` is a word of words.RELATIONS."""

    how: str
    subject: str
    lower: Edition
    lower_clause: Clause
    upper: Edition
    upper_clause: Clause

    @property
    def conflict(self) -> bool:
        """Whether the narrower text says what the wider one does not let it say."""
        return self.how in CONFLICTS


def collisions(lower: Edition, on: date) -> list[Collision]:
    """Where a text meets the texts above it on the same subject: conflicts first, then what a person must read.

    Texts above are those in force on the day on the way up, and those of the same place that rank higher.
    """
    mine = _by_subject(lower)
    found = [
        hit
        for upper in _above(lower, on)
        for subject, theirs in _by_subject(upper).items()
        for hit in _meet(subject, lower, mine.get(subject, []), upper, theirs)
    ]
    order = {how: n for n, how in enumerate((*CONFLICTS, *READ_IT, "stricter"))}
    return sorted(found, key=lambda hit: (order[hit.how], hit.subject, hit.lower_clause.position))


def _above(lower: Edition, on: date) -> list[Edition]:
    here = _standing(lower)[:2]
    mine = lower.covenant_id
    return [
        one for one in rules_here(lower.covenant.place, on) if one.covenant_id != mine and _standing(one)[:2] < here
    ]


def _by_subject(one: Edition) -> dict[str, list[Clause]]:
    """The clauses of the newest version by subject: the stated one, else the words of a subject in the text."""
    found: dict[str, list[Clause]] = {}
    for clause in clauses(last_draft(one)):
        for subject in (clause.subject,) if clause.subject else subjects_in(clause.text):
            found.setdefault(subject, []).append(clause)
    return found


def _meet(
    subject: str, lower: Edition, mine: Iterable[Clause], upper: Edition, theirs: Iterable[Clause]
) -> Iterable[Collision]:
    for one in mine:
        for other in theirs:
            how = relation(_norm(one, subject), _norm(other, subject))
            if how != "same":
                yield Collision(how, subject, lower, one, upper, other)


def _norm(clause: Clause, subject: str) -> Norm:
    stated = clause.subject == subject
    amount = Fraction(clause.amount) if stated and clause.amount is not None else None
    bound, unit = (clause.bound, clause.unit) if amount is not None else ("", "")
    return Norm(subject, clause.modality if stated else "", bound, amount, unit)


def register(place: Any) -> list[tuple[Covenant, Edition | None]]:
    """The register of rule texts inside a place and above it (B13), each with its newest edition."""
    near = Q(place__path__startswith=place.path) | Q(place__path__in=_way_up(place.path))
    known = list(Covenant.objects.filter(near).select_related("place", "keeper").order_by("place__path", "id"))
    newest = {
        one.covenant_id: one
        for one in _rows()
        .filter(covenant__in=known)
        .annotate(last=Max("covenant__editions__number"))
        .filter(number=F("last"))
    }
    return [(entry, newest.get(entry.pk)) for entry in known]


def names_of(found: Iterable[Edition]) -> dict[int, str]:
    """Where each text holds, in words; one query."""
    rows = list(found)
    names = places.names_of([one.covenant.place for one in rows], top="community")
    return {one.pk: names[one.covenant.place_id] for one in rows}
