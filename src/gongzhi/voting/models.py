"""Tables of votes: the question, its roll, who took part, and the ballots, which in a secret vote nothing leads to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.voting import words
from gongzhi.voting.lifecycle import VOTE

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"
OPTION_KEY = 40


class Vote(models.Model):
    """One question put to an electorate, by one rule, between two instants."""

    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    question = models.TextField(blank=True)
    rule = models.CharField(max_length=20)
    matter = models.CharField(max_length=40, blank=True)
    secrecy = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default=VOTE.start)
    # What the by-laws of this vote settle: changeable, proxies, budget, seats, top score, switches of silence.
    charter = models.JSONField(default=dict)
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    correcting = models.BooleanField(default=False)
    roll_source = models.CharField(max_length=200, blank=True)
    roll_digest = models.CharField(max_length=64, blank=True)
    roll_at = models.DateTimeField(null=True)
    electors = models.PositiveIntegerField(default=0)
    drawn_at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    objections_until = models.DateTimeField(null=True)
    certified_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(VOTE.states)), name="vote_state_known"),
            models.CheckConstraint(condition=Q(rule__in=list(words.RULES)), name="vote_rule_known"),
            models.CheckConstraint(condition=Q(secrecy__in=list(words.SECRECY)), name="vote_secrecy_known"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="vote_closes_after_it_opens"),
            # An area names the flat: a vote weighted by area is never called secret.
            models.CheckConstraint(condition=~Q(rule="owners") | Q(secrecy="roll"), name="vote_by_area_is_open"),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "withdrawn"]) | ~Q(roll_digest=""), name="vote_has_a_frozen_roll"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_label", "about_id"], name="vote_about"),
            models.Index(fields=["state", "closes"], name="vote_by_close"),
        ]

    @property
    def about(self) -> Ref:
        """What is voted on."""
        return Ref(self.about_label, self.about_id)


class Option(models.Model):
    """What can be chosen, or one item that is put to the vote; the key stands on paper and in files."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="options")
    key = models.CharField(max_length=OPTION_KEY)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    cost = models.BigIntegerField(default=0)
    where = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "key"], name="voting_option_once"),
            models.UniqueConstraint(fields=["vote", "position"], name="voting_option_in_order"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="voting_option_costs_something_or_nothing"),
        ]


class Elector(models.Model):
    """One head of the roll: with the units that it holds, in an owners' vote; struck, never deleted."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="roll", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=120, blank=True)
    # [{"unit": "1-301", "area": 8950, "kind": "dwelling"}], areas in hundredths of a square metre.
    units = models.JSONField(default=list)
    area = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=20, blank=True)
    struck_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "key"], name="voting_elector_once"),
            models.UniqueConstraint(fields=["vote", "number"], name="voting_elector_number"),
            models.CheckConstraint(condition=Q(area__gte=0), name="voting_elector_area"),
        ]


class Voter(models.Model):
    """A person who may cast for an elector: the owner, one of the co-owners, the household's representative."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+", db_index=False)
    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="voters", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["elector", "person"], name="voting_voter_once"),
            models.CheckConstraint(condition=Q(how__in=list(words.LINKS)), name="voting_voter_linked_how"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "vote"], name="voting_voter_of_person")]


class Proxy(models.Model):
    """An elector lets somebody else vote: one holder at a time, with the paper that says so."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+", db_index=False)
    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="proxies", db_index=False)
    holder = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    paper = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["elector"], condition=Q(ended_at=None), name="voting_proxy_one_holder"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["holder", "vote"], name="voting_proxy_of_holder")]


class Delivery(models.Model):
    """Proof that an elector was served: how and when, whether told the agenda and what silence would mean."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="deliveries")
    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    how = models.CharField(max_length=12)
    at = models.DateTimeField()
    agenda_told = models.BooleanField()
    effect_told = models.BooleanField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["elector", "how"], name="voting_delivery_once_each_way"),
            models.CheckConstraint(condition=Q(how__in=list(words.SERVED)), name="voting_delivery_known_way"),
        ]


class Mark(models.Model):
    """The roll's tick: this elector took part, by which channel. One for an elector, so never two ways."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="marks")
    elector = models.OneToOneField(Elector, on_delete=models.PROTECT, related_name="mark")
    channel = models.CharField(max_length=10)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    proxy = models.BooleanField(default=False)
    at = models.DateTimeField()
    void = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(channel__in=list(words.CHANNELS)), name="voting_mark_known_channel"),
            models.CheckConstraint(condition=Q(void__in=["", *words.VOID]), name="voting_mark_void_known"),
        ]


class Ballot(models.Model):
    """What an elector chose in an open-roll vote; a changed mind is a further row, and the last one counts."""

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    choice = models.JSONField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mark", "number"], name="voting_ballot_in_order"),
        ]


class UrnBallot(models.Model):
    """A ballot of a secret vote: a number drawn at random, no time, no person, nothing that leads to a mark.

    At the close the urn is stirred (see services.urns), so that not even the order on the disc says who came when.
    """

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="urn")
    choice = models.JSONField()
    paper = models.BooleanField(default=False)


class BlindIssuer(models.Model):
    """One of the two who blind-sign the keys of a vote's ballots; the private key lies in a file, never here."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="issuers", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    public = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "number"], name="voting_issuer_once"),
        ]


class BlindIssue(models.Model):
    """An issuer signed once for an elector. The digest is of blinded bytes, which say nothing of what was signed."""

    issuer = models.ForeignKey(BlindIssuer, on_delete=models.PROTECT, related_name="issues", db_index=False)
    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="+", db_index=False)
    blinded_digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "elector"], name="voting_blind_issue_once"),
        ]


class BlindBallot(models.Model):
    """A ballot that nobody in particular handed in: a number drawn at random, no time, no person."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="blind_ballots", db_index=False)
    key = models.CharField(max_length=100)
    record = models.JSONField()
    choice = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "key"], name="voting_blind_ballot_once"),
        ]


class BlindLog(models.Model):
    """How far the public log of a blind vote's ballots has grown; who adds a leaf holds this row alone."""

    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="blind_log")
    size = models.PositiveIntegerField(default=0)
    # The roots of the full halves, largest first, from which the next root is made.
    tops = models.JSONField(default=list)


class BlindLeaf(models.Model):
    """One leaf of the public log: a hash behind a mask that only the voter has, so that it names no ballot."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="blind_leaves", db_index=False)
    number = models.PositiveIntegerField()
    leaf = models.CharField(max_length=43)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "number"], name="voting_blind_leaf_in_order"),
            models.UniqueConstraint(fields=["vote", "leaf"], name="voting_blind_leaf_once"),
        ]


class Sheet(models.Model):
    """A numbered paper ballot that came in: of an elector in an open-roll vote, of nobody in a secret one."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="sheets", db_index=False)
    number = models.PositiveIntegerField()
    elector = models.ForeignKey(Elector, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default="handed_in")
    reason = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "number"], name="voting_sheet_once"),
            models.CheckConstraint(condition=Q(state__in=list(words.SHEET_STATES)), name="voting_sheet_state_known"),
            models.CheckConstraint(
                condition=Q(state="void", reason__in=list(words.VOID)) | ~Q(state="void"),
                name="voting_sheet_void_says_why",
            ),
        ]


class Entry(models.Model):
    """What one person read on a paper ballot; nobody reads the same sheet twice."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="entries", db_index=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    choice = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "by"], name="voting_entry_by_different_people"),
        ]


class Objection(models.Model):
    """Somebody says that the roll, the notice, a ballot or the count is wrong, and what was answered."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=10)
    text = models.TextField()
    state = models.CharField(max_length=10, default="open")
    reply = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ground__in=list(words.OBJECTIONS)), name="voting_objection_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(words.OBJECTION_STATES)), name="voting_objection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & ~Q(reply=""),
                name="voting_objection_answered_in_words",
            ),
        ]


class Saying(models.Model):
    """Words that belong to a vote: why it was extended, why the roll was corrected, why it was withdrawn."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="said")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.SAID)), name="voting_saying_kind_known"),
        ]


class Certificate(models.Model):
    """A count as it was handed out: the preliminary ones and the final one; rows are only added."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="certificates", db_index=False)
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12)
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "number"], name="voting_certificate_in_order"),
            models.UniqueConstraint(fields=["vote"], condition=Q(stage="final"), name="voting_certificate_one_final"),
            models.CheckConstraint(condition=Q(stage__in=list(words.STAGES)), name="voting_certificate_stage_known"),
        ]
