"""Tables of the record: facts, their line, how far each reaction has read, and lineage."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """One thing that happened. `kind` names its declared form; `data` holds ids and closed words only."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    seat_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    data = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["about_label", "about_id", "id"], name="record_fact_about")]


class Unsealed(models.Model):
    """Facts that are committed and wait for their place in the line; a database trigger fills it."""

    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, primary_key=True, db_constraint=False)


class Line(models.Model):
    """A fact's place in the one order that every reader follows; given by the sealer, so it never grows behind."""

    seq = models.BigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT)
    kind = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["kind", "seq"], name="record_line_kind")]


class Cursor(models.Model):
    """How far one reaction has read; moved in the same transaction as the reaction's effect."""

    reaction = models.CharField(max_length=120, primary_key=True)
    seq = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)


class Parked(models.Model):
    """A fact that one reaction could not digest after its retries; the reaction went on without it."""

    reaction = models.CharField(max_length=120)
    line = models.ForeignKey(Line, on_delete=models.PROTECT)
    error = models.CharField(max_length=120)
    parked_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reaction", "line"], name="record_parked_once")]


class Link(models.Model):
    """One matter caused another."""

    cause_label = models.CharField(max_length=40)
    cause_id = models.BigIntegerField()
    effect_label = models.CharField(max_length=40)
    effect_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause_label", "cause_id", "effect_label", "effect_id", "kind"], name="record_link_once"
            )
        ]
        indexes = [models.Index(fields=["effect_label", "effect_id"], name="record_link_effect")]
