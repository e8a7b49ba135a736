"""Who stands for a committee: the review by listed grounds only, the appeal, the talk before office, the advice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongzhi.deliberation.lifecycle import CANDIDACY
from gongzhi.deliberation.words import candidates as words
from gongzhi.kernel.reference import Ref

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Selection(models.Model):
    """The making of a committee: which one, where, for how many seats; certified when the election is."""

    committee = models.CharField(max_length=20)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    reviewer = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    places = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    vote_id = models.BigIntegerField(null=True)
    certified_at = models.DateTimeField(null=True)
    # Advice only, as it was given when the result was certified: it never holds an election up (row A17).
    members = models.PositiveSmallIntegerField(null=True)
    party_members = models.PositiveSmallIntegerField(null=True)
    flagged = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(committee__in=list(words.COMMITTEES)), name="selection_committee_known"),
            models.CheckConstraint(condition=Q(state__in=list(words.SELECTION_STATES)), name="selection_state_known"),
            models.CheckConstraint(
                condition=Q(state="certified", certified_at__isnull=False) | Q(state="open", certified_at=None),
                name="selection_certified_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "state"], name="selection_here")]

    @property
    def ref(self) -> Ref:
        """How the record and a vote name the making of a committee."""
        return Ref("deliberation.selection", self.pk)


class Candidate(models.Model):
    """Somebody who stands. A refusal without a listed ground cannot be stored; nobody else reads why somebody was."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="candidates", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, default=CANDIDACY.start)
    # Said by the candidate; used in the sum of a committee only.
    party_member = models.BooleanField(null=True)
    bar = models.CharField(max_length=20, blank=True)
    item = models.CharField(max_length=40, blank=True)  # which item or article, where the ground is a list
    evidence = models.CharField(max_length=300, blank=True)
    refused_by = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    refused_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=600, blank=True)
    appeal_answer = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    talked_on = models.DateField(null=True)
    talk_points = models.JSONField(default=list)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "person"], name="candidate_once"),
            models.CheckConstraint(condition=Q(state__in=list(CANDIDACY.states)), name="candidate_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "appealed", "barred"])
                | Q(bar__in=list(words.BARS)) & ~Q(evidence="") & Q(refused_at__isnull=False),
                name="candidate_refused_on_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(bar__in=list(words.NEEDS_ITEM)) | ~Q(item=""), name="candidate_ground_names_its_item"
            ),
            models.CheckConstraint(condition=~Q(state="appealed") | ~Q(appeal=""), name="candidate_appeal_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person"], name="candidate_of_person")]

    @property
    def ref(self) -> Ref:
        """How the record names the candidacy."""
        return Ref("deliberation.candidate", self.pk)


class Screening(models.Model):
    """What the reviewer found for one ground of one candidate; only ever added, so the review can be gone over."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="screenings", db_index=False)
    bar = models.CharField(max_length=20)
    finding = models.CharField(max_length=8)
    evidence = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(bar__in=list(words.BARS)), name="screening_bar_known"),
            models.CheckConstraint(condition=Q(finding__in=list(words.FINDINGS)), name="screening_finding_known"),
            models.CheckConstraint(
                condition=~Q(finding="barred") | ~Q(evidence=""), name="screening_barred_on_evidence"
            ),
        ]
