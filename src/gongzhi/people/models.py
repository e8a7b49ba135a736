"""The tables of people: who somebody is to the house, what they agreed to, who looked, what was erased."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from gongzhi.kernel import clock
from gongzhi.people import words
from gongzhi.record.kept import Kept

_BY_NUMBER = Kept(lambda number: Person.objects.filter(pk=number))


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they sign in with; names are folded to lower case before they are stored."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person who signs in as `username`, in any letter case."""
        return self.get(username=(username or "").strip().lower())

    def get(self, *wanted: Any, **given: Any) -> Person:
        """By number alone with a statement that is made once: every page asks so for whoever is signed in."""
        number = given.get("pk")
        if wanted or len(given) != 1 or not isinstance(number, int):
            return super().get(*wanted, **given)
        found: Person | None = next(iter(_BY_NUMBER(number=number)), None)
        if found is None:
            raise Person.DoesNotExist
        return found


class Person(AbstractBaseUser):
    """A person known to the house: with an account, or a reporter without one. No e-mail, no last sign-in is kept."""

    last_login = None  # type: ignore[assignment]  # when somebody was last online is nobody's business

    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    phone_key = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    elder = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    password_lent = models.BooleanField(default=False)  # by an operator; the person sets their own at the next sign-in
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[misc]

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["phone_key"], name="person_by_phone")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["phone_key"],
                condition=Q(username__isnull=True) & ~Q(phone_key=""),
                name="one_reporter_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", phone="", phone_key="", username__isnull=True, is_active=False),
                name="erased_means_erased",
            ),
            models.CheckConstraint(condition=Q(username__isnull=True) | ~Q(username=""), name="username_not_empty"),
            models.CheckConstraint(
                condition=Q(phone="", phone_key="") | (~Q(phone="") & ~Q(phone_key="")), name="phone_has_its_key"
            ),
        ]

    def __str__(self) -> str:
        return f"people.person:{self.pk}"


class Consent(models.Model):
    """One act of consent or its withdrawal; the latest act for a purpose holds. Rows are only added."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20)
    act = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    channel = models.CharField(max_length=20, default="web")

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "purpose", "id"], name="consent_latest")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(purpose__in=list(words.PURPOSES)), name="consent_known_purpose"),
            models.CheckConstraint(condition=Q(act__in=list(words.CONSENT_ACTS)), name="consent_known_act"),
            models.CheckConstraint(condition=Q(channel__in=list(words.CHANNELS)), name="consent_known_channel"),
        ]


class SelfDescription(models.Model):
    """What somebody said of themselves for totals only; the row lasts as long as their consent, and no longer.

    No page, list or selector gives a single row to anybody but the person: see selectors.spread.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="self_description")
    age_band = models.CharField(max_length=8, blank=True)
    tenure = models.CharField(max_length=8, blank=True)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["said_at"], name="description_by_time")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(age_band__in=["", *words.AGE_BANDS]), name="description_known_age_band"),
            models.CheckConstraint(condition=Q(tenure__in=["", *words.TENURES]), name="description_known_tenure"),
            models.CheckConstraint(condition=~Q(age_band="", tenure=""), name="description_says_something"),
        ]


class AccessLog(models.Model):
    """Somebody in office opened a resident's contact: who, in which seat, which fields, why. Rows are only added."""

    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seat_id = models.BigIntegerField()
    body_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    fields = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20)
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["subject", "-id"], name="access_of_subject")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(purpose__in=list(words.READING_PURPOSES)), name="access_known_purpose"),
            models.CheckConstraint(condition=~Q(fields=""), name="access_names_fields"),
        ]


class Erasure(models.Model):
    """A certificate of erasure: when, on which ground, how many people. Rows are only added."""

    at = models.DateTimeField(default=clock.now)
    ground = models.CharField(max_length=20)
    rule = models.CharField(max_length=60, blank=True)
    cutoff = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ground__in=list(words.ERASURE_GROUNDS)), name="erasure_known_ground"),
            models.CheckConstraint(condition=Q(count__gt=0), name="erasure_of_somebody"),
        ]


class Wish(models.Model):
    """A person's wish to be erased, kept until it is done; it waits while a matter of theirs is still open."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="wish")
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)


class Allowance(models.Model):
    """How often something was done in a window of time; the key is a digest, so no address or name is kept."""

    key = models.CharField(max_length=64)
    slot = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    ends = models.BigIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["key", "slot"], name="allowance_once_a_window")
        ]
