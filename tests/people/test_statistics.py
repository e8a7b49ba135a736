"""Row B14 for people: what is said for totals is said freely, goes with the consent, and is read by nobody alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.people import selectors, services, words
from gongzhi.people.models import Consent, Person, SelfDescription
from gongzhi.record.models import Fact
from gongzhi.rulebook.selectors import number

from .conftest import NOW

KEEPER = system("people.clock")


@pytest.fixture
def li(db: None) -> Person:
    return services.register_account(username="xiuying", password="trambahn-ahorn", phone="13800001234")


def me(person: Person) -> dict[str, Any]:
    return {"actor": Actor(person_id=person.pk), "person_id": person.pk}


def crowd(words_said: list[tuple[str, str]]) -> list[int]:
    """So many people, each saying an age band and a tenure ("" for neither)."""
    ids = []
    for n, (age, tenure) in enumerate(words_said):
        person = services.reporter(phone=f"1390000{n:04d}")
        if age or tenure:
            services.describe_oneself(**me(person), age_band=age, tenure=tenure)
        ids.append(person.pk)
    return ids


def test_it_is_said_with_consent_and_goes_with_it(li: Person) -> None:
    services.describe_oneself(**me(li), age_band="60_74")
    assert selectors.has_consent(li.pk, "statistics")
    assert selectors.own_description(Actor(person_id=li.pk), li.pk) == {"age_band": "60_74", "tenure": ""}
    services.describe_oneself(**me(li), tenure="tenant")
    assert selectors.own_description(Actor(person_id=li.pk), li.pk) == {"age_band": "", "tenure": "tenant"}
    assert services.withdraw_consent(**me(li), purpose="statistics")
    assert not SelfDescription.objects.exists() and not selectors.has_consent(li.pk, "statistics")
    assert selectors.own_description(Actor(person_id=li.pk), li.pk) == {}
    assert not services.withdraw_consent(**me(li), purpose="statistics")


def test_the_record_says_that_something_was_said_and_never_what(li: Person) -> None:
    services.describe_oneself(**me(li), age_band="75", tenure="owner")
    services.withdraw_consent(**me(li), purpose="statistics")
    facts = list(Fact.objects.filter(kind__startswith="people.statistics").order_by("id").values_list("kind", "data"))
    assert [kind for kind, _ in facts] == ["people.statistics_said", "people.statistics_erased"]
    assert all(word not in str(data) for _, data in facts for word in ("'75'", "owner"))


@pytest.mark.parametrize(
    ("said", "code"),
    [({}, "nothing_said"), ({"age_band": "9"}, "unknown_word"), ({"tenure": "boss", "age_band": "75"}, "unknown_word")],
)
def test_nothing_and_unknown_words_are_refused_and_leave_no_consent(
    li: Person, said: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.describe_oneself(**me(li), **said)
    assert refusal.value.code == code
    assert not Consent.objects.exists() and not SelfDescription.objects.exists()


def test_nobody_says_it_for_another_and_nobody_reads_anothers(li: Person, staff: Callable[..., Actor]) -> None:
    services.describe_oneself(**me(li), age_band="75")
    for other in (staff("community_worker"), staff("operator"), staff("auditor"), KEEPER):
        with pytest.raises(Refused):
            services.describe_oneself(actor=other, person_id=li.pk, age_band="18_34")
        with pytest.raises(Refused):
            selectors.own_description(other, li.pk)
        with pytest.raises(Refused):
            selectors.held_for_totals(other, li.pk)
    assert all(one.field.name not in words.VOLUNTARY for one in selectors.held_about(li.pk))
    held = selectors.held_for_totals(Actor(person_id=li.pk), li.pk)
    assert [(one.field.name, str(one.value)) for one in held] == [("age_band", "75 岁及以上")]


def test_totals_are_over_many_and_a_number_counts_once(li: Person) -> None:
    few = crowd([("75", "owner"), ("", "")])
    with pytest.raises(ValueError, match="fewer than 3"):
        selectors.spread(few, "age_band")
    with pytest.raises(ValueError, match="fewer than 3"):
        selectors.spread([li.pk] * 5, "age_band")
    twin = services.register_account(username="twin", password="trambahn-ahorn", phone="13900000000")
    found = selectors.spread([*few, li.pk, twin.pk], "age_band")
    assert found == {"75": 1, "": 2}


def test_the_time_is_limited_and_an_erased_person_leaves_nothing(li: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    services.describe_oneself(**me(li), age_band="75")
    days = number("people.keep_statistics", NOW.date())
    with clock.at(NOW + timedelta(days=days)):
        assert services.forget_descriptions(actor=KEEPER) == 0
    with clock.at(NOW + timedelta(days=days, seconds=1)):
        assert services.forget_descriptions(actor=KEEPER) == 1
        assert services.forget_descriptions(actor=KEEPER) == 0
    assert Fact.objects.filter(kind="people.statistics_erased").count() == 1
    with pytest.raises(Refused):
        services.forget_descriptions(actor=Actor(person_id=li.pk))
    services.describe_oneself(**me(li), age_band="75")
    monkeypatch.setattr("gongzhi.people.services.erasure._needs", {"cases": lambda ids, since: set()})
    assert services.ask_erasure(**me(li))
    assert not SelfDescription.objects.exists()
    with pytest.raises(Refused) as refusal:
        services.describe_oneself(**me(li), age_band="75")
    assert refusal.value.code == "erased"


def test_the_table_itself_refuses_unknown_words_and_empty_rows(li: Person) -> None:
    for row in ({"age_band": "9"}, {"tenure": "boss"}, {}):
        with pytest.raises(Error), transaction.atomic():
            SelfDescription.objects.create(person_id=li.pk, **row)


def test_the_log_of_consents_still_only_grows(li: Person) -> None:
    """The table was made anew for the new purpose; its guards must stand again."""
    services.describe_oneself(**me(li), age_band="75")
    with pytest.raises(Error), transaction.atomic():
        Consent.objects.update(act="withdrawn")
    with pytest.raises(Error), transaction.atomic():
        Consent.objects.all().delete()


def test_every_voluntary_field_has_purpose_ground_retention_and_holder() -> None:
    stored = {f.name for f in SelfDescription._meta.concrete_fields} - {"id", "person", "said_at"}
    declared = {field.name: field for field in words.VOLUNTARY_FIELDS}
    assert stored == set(declared) == set(words.VOLUNTARY)
    for field in declared.values():
        assert field.purposes == ("statistics",) and str(field.ground) and str(field.holder)
        assert number(field.retention, NOW.date()) > 0
    assert "statistics" in words.CONSENT_PURPOSES and "statistics" not in words.READING_PURPOSES
