"""Tables of government purchases: what is asked for and on which ground, and who offered at what price."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.models.project import BODY, PERSON, Constraints, Project
from gongzhi.projects.words import partners as words

TENDER = "projects.tender"


class Tender(models.Model):
    """What a purchase asks for, on which ground somebody is chosen, and which grades may offer."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="tender")
    basis = models.CharField(max_length=14)
    paper = models.CharField(max_length=200)
    # The names of the grades in force that may offer; published with the tender.
    grades = models.JSONField()
    closes = models.DateTimeField()
    state = models.CharField(max_length=10, default="drafted")
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(basis__in=list(words.BASES)), name="tender_basis_known"),
            models.CheckConstraint(condition=Q(state__in=list(words.TENDER_STATES)), name="tender_state_known"),
            models.CheckConstraint(
                condition=Q(state="drafted", published_at=None) | ~Q(state="drafted") & Q(published_at__isnull=False),
                name="tender_published_when",
            ),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names a tender."""
        return Ref(TENDER, self.pk)


class TenderItem(models.Model):
    """One line of the item list: so many of something, at most so much altogether (fen). Only ever added."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    cap = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["tender", "position"], name="tender_item_in_order"),
            models.CheckConstraint(condition=Q(quantity__gte=1, cap__gte=0), name="tender_item_counts"),
        ]


class Bid(models.Model):
    """An organisation's offer, with the grade in force on which it was let in."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bids", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    price = models.BigIntegerField()
    text = models.TextField()
    grade = models.CharField(max_length=20)
    assessment_id = models.BigIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    candidate = models.OneToOneField("projects.Candidate", null=True, on_delete=models.PROTECT, related_name="bid")

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["tender", "body"], name="bid_once"),
            models.CheckConstraint(condition=Q(price__gt=0) & ~Q(grade=""), name="bid_counts"),
        ]
