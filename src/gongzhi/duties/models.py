"""The tables of duties and of the pauses in their clocks, with what must never happen forbidden in the table."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.duties import words
from gongzhi.kernel.reference import Ref


class Duty(models.Model):
    """One act that a body (or a person) must do on a matter by an instant."""

    kind = models.CharField(max_length=20)
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, db_index=False, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+")
    opened_at = models.DateTimeField()
    limit_amount = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=20)
    # An instant that was agreed or ordered; the limit then only says how long that was.
    fixed_due = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    yellow_at = models.DateTimeField()
    red_at = models.DateTimeField()
    # How many warnings were given, and the instant at which the clock must look again (none: nothing more to do).
    warned = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=words.OPEN)
    paused_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "duty"
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(words.STATES)), name="duty_state_known"),
            models.CheckConstraint(
                condition=Q(state=words.OPEN, closed_at=None) | (~Q(state=words.OPEN) & Q(closed_at__isnull=False)),
                name="duty_closed_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(yellow_at__lte=F("red_at"), red_at__lte=F("due_at"), due_at__gte=F("opened_at")),
                name="duty_instants_in_order",
            ),
            models.CheckConstraint(condition=Q(body__isnull=False) | Q(person__isnull=False), name="duty_has_an_owner"),
            models.CheckConstraint(
                condition=Q(state=words.OPEN) | Q(next_at=None, paused_since=None), name="duty_closed_clock_stands"
            ),
            models.CheckConstraint(condition=Q(warned__lte=3), name="duty_warned_at_most_thrice"),
            models.UniqueConstraint(
                fields=["about_id", "about_label", "kind", "body"],
                condition=Q(state=words.OPEN, body__isnull=False),
                name="duty_one_open_per_body",
            ),
            models.UniqueConstraint(
                fields=["about_id", "about_label", "kind", "person"],
                condition=Q(state=words.OPEN, body=None),
                name="duty_one_open_per_person",
            ),
        ]
        # The inbox indexes hold closed duties too: SQLite proves no partial index from a bound `state`.
        indexes = [
            models.Index(fields=["about_id", "about_label"], name="duty_about"),
            models.Index(fields=["body", "state", "due_at", "id"], name="duty_inbox"),
            models.Index(
                fields=["person", "state", "due_at", "id"],
                condition=Q(person__isnull=False),
                name="duty_inbox_of_person",
            ),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="duty_tick"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} by {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def about(self) -> Ref:
        """The matter."""
        return Ref(self.about_label, self.about_id)


class Pause(models.Model):
    """A stretch in which a duty's clock stands still; it ends at `cap_at` by itself."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    cap_at = models.DateTimeField()
    reason = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=list(words.PAUSE_REASONS)), name="pause_reason_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since"), until__lte=F("cap_at")), name="pause_within_its_cap"
            ),
            models.UniqueConstraint(fields=["duty"], condition=Q(until=None), name="pause_one_open_per_duty"),
        ]
