"""Residents have the last word: panels drawn by lot from those who asked, their answers, and the later verdicts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongzhi.projects.models.project import PERSON, Constraints, Project
from gongzhi.projects.words import projects as words


class Panel(models.Model):
    """One acceptance: the list is fixed first, the seed comes after it, the draw after that."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="panels")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    # Of the tokens in their order, a line each: printed before the seed is known.
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=120)
    called_at = models.DateTimeField()
    seed = models.CharField(max_length=120, blank=True)
    drawn_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["project", "number"], name="panel_number_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(outcome=""), name="panel_one_at_a_time"),
            models.CheckConstraint(condition=Q(outcome__in=["", "passed", "failed"]), name="panel_outcome_known"),
            models.CheckConstraint(
                condition=Q(drawn_at=None, seed="") | Q(drawn_at__gt=F("called_at")) & ~Q(seed=""),
                name="panel_list_before_seed",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="panel_of_somebody"),
        ]


class Panellist(models.Model):
    """One of those who asked, under a token that names nobody; drawn or not; what they answered, if they were."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=16)
    drawn = models.PositiveSmallIntegerField(null=True)
    ok = models.BooleanField(null=True)
    text = models.CharField(max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    helped_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["panel", "person"], name="panellist_once"),
            models.UniqueConstraint(fields=["panel", "token"], name="panellist_token_once"),
            models.UniqueConstraint(fields=["panel", "drawn"], name="panellist_drawn_in_order"),
            models.CheckConstraint(
                condition=Q(ok=None, answered_at=None)
                | Q(ok__isnull=False, answered_at__isnull=False, drawn__isnull=False),
                name="panellist_answers_when_drawn",
            ),
            models.CheckConstraint(condition=~Q(ok=False) | ~Q(text=""), name="panellist_no_says_why"),
        ]


class Verdict(models.Model):
    """What somebody who asked says of the finished work; one each, theirs to change until it closes."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="verdicts")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10)
    text = models.CharField(max_length=400, blank=True)
    channel = models.CharField(max_length=8, default="web")
    # After a repair the question is put anew: the round says which.
    round = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    helped_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["project", "person", "round"], name="verdict_once"),
            models.CheckConstraint(condition=Q(answer__in=list(words.VERDICTS)), name="verdict_known"),
            models.CheckConstraint(condition=~Q(helped_by=F("person")), name="verdict_helped_by_another"),
        ]
