"""Tables of needs: what is wanted where, who stands behind it, what was asked, and what was put together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.rules.need_life import NEED
from gongzhi.projects.words import needs as words

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Need(models.Model):
    """Something that people of a place want; it ends honestly: met, met otherwise, cannot be, withdrawn.

    Needs that say the same are put together by pointing at one of them; everybody's voice stays with the need for which
    it was given, so that taking them apart again gives each its own count back.
    """

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Whose list it is on, and who answers for it; none: the place has no committee yet.
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    purpose = models.CharField(max_length=12)
    matter = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=10)
    source_label = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default=NEED.start)
    raised_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    # What it was put together with: the next above, and the one at the top by which all are listed.
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined_here")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="gathered")
    # Distinct people behind it and all that was put together with it, counted anew at every change.
    people = models.PositiveIntegerField(default=0)
    # Of which times it is wanted: minutes of the week [start, end); empty: any time.
    times = models.JSONField(default=list)
    # How many people at once, and how much is wanted (minutes, fen, pieces), where that is known.
    size = models.PositiveIntegerField(default=0)
    until = models.DateField(null=True)
    project = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(NEED.states)), name="need_state_known"),
            models.CheckConstraint(condition=Q(purpose__in=list(words.PURPOSES)), name="need_purpose_known"),
            models.CheckConstraint(condition=Q(origin__in=list(words.SOURCES)), name="need_origin_known"),
            models.CheckConstraint(
                condition=Q(state="joined", into__isnull=False, root__isnull=False)
                | ~Q(state="joined") & Q(into=None, root=None),
                name="need_joined_into",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")) & ~Q(root=F("id")), name="need_not_into_itself"),
            models.CheckConstraint(
                condition=Q(source_label="", source_id=None) | ~Q(source_label="") & Q(source_id__isnull=False),
                name="need_source_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "met"]) | Q(project__isnull=False), name="need_planned_as_what"
            ),
            models.CheckConstraint(condition=~Q(state="later") | Q(until__isnull=False), name="need_later_until_when"),
            models.UniqueConstraint(
                fields=["source_label", "source_id"],
                condition=~Q(source_label="") & ~Q(state="withdrawn"),
                name="need_one_a_source",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "state", "-id"], name="need_of_place"),
            models.Index(fields=["body", "state"], name="need_of_body"),
            models.Index(fields=["project"], condition=Q(project__isnull=False), name="need_of_project"),
            models.Index(fields=["until"], condition=Q(state="later"), name="need_put_off"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names the need."""
        return Ref("projects.need", self.pk)

    @property
    def source(self) -> Ref | None:
        """The matter that it came from."""
        return Ref(self.source_label, self.source_id) if self.source_label and self.source_id is not None else None


class Support(models.Model):
    """Somebody who wants it too; who it is stays here, everybody else reads a number."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="supports", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["need", "person"], condition=Q(left_at=None), name="support_once"),
            models.CheckConstraint(condition=Q(left_at=None) | Q(left_at__gte=F("at")), name="support_left_after"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["need", "left_at"], name="support_of_need")]


class NeedWord(models.Model):
    """Words that belong to a need: the reason of an end, the ground of a refusal, a note; only ever added."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="said")
    kind = models.CharField(max_length=8)
    text = models.TextField()
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.NEED_WORDS)), name="need_word_kind_known"),
        ]


class Asking(models.Model):
    """Households that were asked about a need, and how many of them want it; only ever added."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="askings")
    asked = models.PositiveIntegerField()
    want = models.PositiveIntegerField()
    way = models.CharField(max_length=10)
    on = models.DateField()
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(asked__gt=0, want__lte=F("asked")), name="asking_want_among_asked"),
            models.CheckConstraint(condition=Q(way__in=list(words.ASKED_BY)), name="asking_way_known"),
        ]


class Merging(models.Model):
    """One need put together with another, until it is taken apart again."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="mergings", db_index=False)
    into = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["need"], condition=Q(undone_at=None), name="merging_one_at_a_time"),
            models.CheckConstraint(condition=~Q(need=F("into")), name="merging_of_two"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["need", "-id"], name="merging_of_need")]
