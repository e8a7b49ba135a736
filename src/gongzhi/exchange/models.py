"""What came from elsewhere, with the number and the moment that it had there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Imported(models.Model):
    """A row of another system's list and the case that it became.

    `source` is the list's name without its ending; `external_id` the row's number there, or a digest of its content
    where it has none; `sent_at` when it was written there. The clocks of the case run from the import all the same:
    nobody here could have answered earlier.
    """

    source = models.CharField(max_length=120)
    external_id = models.CharField(max_length=80)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "external_id"], name="imported_once"),
            models.CheckConstraint(condition=~models.Q(external_id=""), name="imported_has_id"),
        ]
