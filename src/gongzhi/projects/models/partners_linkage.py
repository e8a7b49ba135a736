"""Tables of shared workspaces: a case or a project, its parties each in a lane, and what each did there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.models.project import BODY, PERSON, PLACE, Constraints

WORKSPACE = "projects.workspace"


class Workspace(models.Model):
    """A case or a project that several parties work on; the template says which lanes there are."""

    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=20)
    title = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(
                fields=["about_label", "about_id"], condition=Q(closed_at=None), name="linkage_one_workspace"
            ),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names a workspace."""
        return Ref(WORKSPACE, self.pk)


class Party(models.Model):
    """A body, or a person, in a lane of a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="parties", db_index=False)
    lane = models.CharField(max_length=20)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, person=None) | Q(body=None, person__isnull=False),
                name="linkage_party_is_one",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="linkage_party_in_order"),
            models.UniqueConstraint(
                fields=["workspace", "lane", "body"], condition=Q(until=None, body__isnull=False),
                name="linkage_body_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "lane", "person"], condition=Q(until=None, person__isnull=False),
                name="linkage_person_once",
            ),
        ]  # fmt: skip


class LaneAct(models.Model):
    """What a party did in its lane; append-only."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="acts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="acts", db_index=False)
    lane = models.CharField(max_length=20)
    act = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
