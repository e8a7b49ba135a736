"""Rule texts that people make themselves: register, editions, drafts by clause, proposals, findings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.deliberation.lifecycle import COVENANT
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel.reference import Ref

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"
FORCE = ("in_force", "superseded", "repealed")


class Covenant(models.Model):
    """One rule text of a place, whatever its edition: its kind (and with it its rank), its scope, and who keeps it."""

    rule_kind = models.CharField(max_length=20)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    keeper = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=60)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(rule_kind__in=list(words.RULE_KINDS)), name="covenant_kind_known"),
            models.UniqueConstraint(fields=["rule_kind", "place", "keeper"], name="covenant_one_a_keeper"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "rule_kind"], name="covenant_here")]


class Edition(models.Model):
    """One edition on its way from the first draft to the day on which it ends; it is kept for ever."""

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=COVENANT.start)
    opened_at = models.DateTimeField()
    drafting_since = models.DateTimeField()
    vote_id = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    # The papers of an edition that was adopted elsewhere or before this house stood.
    source = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=40, blank=True)
    received_on = models.DateField(null=True)
    received_by = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    posted_on = models.DateField(null=True)
    posted_until = models.DateField(null=True)  # the first day on which it may be in force
    in_force_from = models.DateField(null=True)
    ended_on = models.DateField(null=True)  # the first day on which it no longer holds
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(COVENANT.states)), name="edition_state_known"),
            models.UniqueConstraint(fields=["covenant", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["covenant"],
                condition=~Q(state__in=[*FORCE, "dropped"]),
                name="edition_one_in_the_making",
            ),
            models.UniqueConstraint(fields=["covenant"], condition=Q(state="in_force"), name="edition_one_in_force"),
            # Without a receipt of the filing nothing is in force, whoever says so (row B11).
            models.CheckConstraint(
                condition=~Q(state__in=FORCE) | ~Q(receipt="") & Q(received_on__isnull=False),
                name="edition_filed_before_force",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FORCE)
                | Q(in_force_from__isnull=False, posted_on__isnull=False, in_force_from__gte=F("posted_until")),
                name="edition_posted_before_force",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("in_force_from")), name="edition_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["superseded", "repealed"], ended_on__isnull=False)
                | ~Q(state__in=["superseded", "repealed"]) & Q(ended_on=None),
                name="edition_ended_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"], name="edition_state")]

    @property
    def ref(self) -> Ref:
        """How the record and the instruments name the edition."""
        return Ref("deliberation.edition", self.pk)


class Draft(models.Model):
    """The whole text at one moment; a changed text is a new draft, so that every version stays readable."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    number = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "number"], name="draft_number_once"),
        ]


class Clause(models.Model):
    """One clause of one draft. `key` is the same clause through all drafts and editions of a covenant."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="clauses", db_index=False)
    key = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)
    why = models.CharField(max_length=300, blank=True)
    # What can be compared with other rule texts; empty where the clause does not say it so.
    subject = models.CharField(max_length=12, blank=True)
    modality = models.CharField(max_length=8, blank=True)
    bound = models.CharField(max_length=8, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    unit = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "key"], name="clause_key_once"),
            models.UniqueConstraint(fields=["draft", "position"], name="clause_position_once"),
            models.CheckConstraint(condition=Q(modality__in=list(words.MODALITIES)), name="clause_modality_known"),
            models.CheckConstraint(
                condition=Q(amount=None, bound="") | Q(amount__isnull=False) & Q(bound__in=list(words.BOUNDS)[1:]),
                name="clause_limit_whole",
            ),
        ]


class Proposal(models.Model):
    """A resident's proposal to change, add or remove a clause; everybody may make one, and each gets an answer."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    asks = models.CharField(max_length=8)
    key = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=600, blank=True)
    why = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    into = models.ForeignKey(Draft, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(asks__in=list(words.ASKS)), name="proposal_asks_known"),
            models.CheckConstraint(condition=Q(state__in=list(words.PROPOSAL_STATES)), name="proposal_state_known"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="proposal_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(into__isnull=False), name="proposal_taken_into_a_draft"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["edition", "state"], name="proposal_of_edition")]


class Finding(models.Model):
    """Words in a clause that a check of the checklist found, and what a person made of it (row J08)."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="findings", db_index=False)
    key = models.PositiveSmallIntegerField()
    check_code = models.CharField(max_length=12)
    found = models.CharField(max_length=60)
    start = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "key", "check_code", "start"], name="finding_once"),
            models.CheckConstraint(condition=Q(state__in=list(words.FINDING_STATES)), name="finding_state_known"),
            models.CheckConstraint(
                condition=Q(state="", decided_at=None) | ~Q(state="") & Q(decided_at__isnull=False),
                name="finding_decided_when",
            ),
            models.CheckConstraint(condition=~Q(state="stands") | ~Q(reason=""), name="finding_stands_with_reason"),
        ]


class RuleReview(models.Model):
    """What the party organisation or the legal adviser said about a draft; only ever added."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    by_whom = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8)
    text = models.CharField(max_length=600, blank=True)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(by_whom__in=list(words.RULE_REVIEWS)), name="rule_review_by_known"),
            models.CheckConstraint(condition=Q(outcome__in=list(words.REVIEW_OUTCOMES)), name="rule_review_known"),
            models.CheckConstraint(condition=~Q(outcome="change") | ~Q(text=""), name="rule_review_says_what"),
        ]


class CorrectionOrder(models.Model):
    """The street's order to correct clauses, with the ground; answered by a later edition or draft (row J08)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="orders", db_index=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+", db_index=False)
    keys = models.JSONField()
    reason = models.CharField(max_length=600)
    ground = models.CharField(max_length=120)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    in_force = models.BooleanField()  # given while the edition was in force already
    met_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(ground=""), name="correction_has_reason"),
        ]
