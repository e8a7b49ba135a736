"""Lists from sheet to publication: whole or not at all, one a day, never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors, services
from gongzhi.mandates.models import Cell, Edition, MatterType
from gongzhi.mandates.rules import sheet
from gongzhi.mandates.rules.shape import digest, rows_of
from gongzhi.mandates.services.files import EVERY, read_sheet, write_sheet
from gongzhi.mandates.words import COLUMNS
from gongzhi.record.models import Fact

from .conftest import SETUP, TODAY, load
from .sheets import WORDS, as_csv, changed, matter, short

DAY = timedelta(days=1)
ON = TODAY.date()


def refused(act: Callable[[], Any]) -> str:
    """The code with which the act is refused."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act()
    assert str(refusal.value)
    return refusal.value.code


# --- in and out ------------------------------------------------------------------------------------------------------


def test_a_sheet_becomes_a_draft_that_says_the_same(town: SimpleNamespace) -> None:
    edition = load(town.lead)
    assert (edition.state, edition.version, edition.source) == ("draft", 1, "清单.csv")
    assert rows_of(selectors.matters_of(edition.pk)) == short()
    [fact] = Fact.objects.filter(kind="mandates.imported")
    assert fact.data == {"list_id": edition.pk, "version": 1, "matters": 3, "digest": edition.digest}
    assert fact.seat_id == town.lead.seats[0].id


@pytest.mark.row("F01")
def test_a_sheet_with_one_gap_leaves_nothing_behind_and_says_every_reason(town: SimpleNamespace) -> None:
    rows = changed(changed(short(), 0, lead=""), 7, unit="weeks")
    draft = services.import_list(actor=town.lead, content=as_csv(rows), name="x.csv")
    assert draft.edition is None
    assert [(r.row, r.column, r.code) for r in draft.refusals] == [(2, "lead", "no_lead"), (9, "unit", "unknown_unit")]
    assert len(draft.accepted) == 13
    assert not Edition.objects.exists()
    assert not Fact.objects.filter(kind="mandates.imported").exists()


def test_chinese_headings_another_encoding_and_a_workbook_are_read_too(town: SimpleNamespace) -> None:
    chinese = [str(COLUMNS[column]) for column in EVERY]
    for content in (
        as_csv(short(), headings=chinese, encoding="gb18030"),
        as_csv(short(), headings=[h.upper() for h in EVERY]),
        write_sheet(short(), "xlsx"),
    ):
        draft = services.import_list(actor=town.lead, content=content, name="任意名.txt")
        assert draft.edition is not None, draft.refusals
        assert rows_of(selectors.matters_of(draft.edition.pk)) == short()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4 nothing", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99]
)
def test_a_file_that_is_no_sheet_is_refused_in_words(town: SimpleNamespace, content: bytes) -> None:
    assert refused(lambda: services.import_list(actor=town.lead, content=content, name="清单.csv")).startswith("sheet_")
    assert not Edition.objects.exists()


def test_a_row_that_is_too_wide_is_one_reason_more(town: SimpleNamespace) -> None:
    content = as_csv(short()) + ",".join(["x"] * 30).encode()
    draft = services.import_list(actor=town.lead, content=content, name="x.csv")
    assert [(r.row, r.code) for r in draft.refusals] == [(17, "misfit")]
    assert draft.edition is None


said = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(sheet._text)
free = said.filter(lambda t: t and t[:1] not in {"=", "+", "@"})
word = free.map(lambda t: t.replace("|", "")).map(sheet._text).filter(lambda t: len(t) > 1 and t[0] not in "=+@")


@st.composite
def lists(draw: Any) -> list[dict[str, str]]:
    """Any list that is in order."""
    names = draw(st.lists(free, min_size=1, max_size=4, unique=True))
    rows: list[dict[str, str]] = []
    for number, name in enumerate(names):
        lines = matter(f"A{number}", name, "|".join(dict.fromkeys(draw(st.lists(word, min_size=1, max_size=4)))))
        more = {"group": draw(free), "name_en": draw(said.filter(lambda t: t[:1] not in {"=", "+", "@"}))}
        more |= {"counts": draw(st.sampled_from(["yes", "no"])), "tier": draw(st.sampled_from(["2h", "15d"]))}
        for line in lines:
            own = {"ground": draw(free), "evidence": draw(free), "limit": str(draw(st.integers(1, 99_999)))}
            rows.append({**line, **more, **own})
    return rows


@pytest.mark.row("F02")
@given(lists(), st.sampled_from(["csv", "xlsx"]))
def test_what_is_exported_is_read_back_letter_for_letter(rows: list[dict[str, str]], form: str) -> None:
    first = sheet.read(rows, WORDS)
    assert not first.refusals
    found = read_sheet(write_sheet(rows_of(first.matters), form))
    again = sheet.read(found.rows, WORDS, found.numbers)
    assert (again.refusals, found.misfits) == ((), [])
    assert rows_of(again.matters) == rows_of(first.matters) == rows
    assert digest(again.matters) == digest(first.matters)


def test_an_edition_exported_and_imported_again_is_the_same(listed: SimpleNamespace) -> None:
    for form in ("csv", "xlsx"):
        content = services.export_list(listed.edition, form)
        draft = services.import_list(actor=listed.lead, content=content, name=f"清单.{form}")
        assert draft.edition is not None
        assert draft.edition.digest == listed.edition.digest
        assert not selectors.differences(listed.edition, draft.edition)
        assert refused(lambda e=draft.edition: services.publish(actor=listed.lead, list_id=e.pk, on=ON + DAY)) == "same"  # type: ignore[misc]
    with pytest.raises(ValueError, match="csv or xlsx"):
        services.export_list(listed.edition, "pdf")


# --- publishing ------------------------------------------------------------------------------------------------------


@pytest.mark.row("F02")
def test_the_edition_before_ends_with_the_day_on_which_the_next_begins(listed: SimpleNamespace) -> None:
    second = load(listed.lead, changed(short(), 2, limit="3"))
    services.publish(actor=listed.lead, list_id=second.pk, on=ON + 10 * DAY)
    assert list(selectors.editions().values_list("version", "state", "valid_from", "valid_to")) == [
        (2, "published", ON + 10 * DAY, None),
        (1, "superseded", ON, ON + 10 * DAY),
    ]
    for day in range(30):
        assert selectors.current_list(ON + day * DAY).version == (1 if day < 10 else 2)
    assert refused(lambda: selectors.current_list(ON - DAY)) == "no_list"
    line = selectors.line("LJ01", "community", ON + 10 * DAY)
    before = selectors.line("LJ01", "community", ON + 9 * DAY)
    assert line is not None and before is not None
    assert (line.limit.amount, before.limit.amount) == (3, 5)
    assert Fact.objects.filter(kind="mandates.published").last().data["replaces"] == 1  # type: ignore[union-attr]


@pytest.mark.row("F02")
def test_the_difference_between_two_editions_is_said_line_by_line(listed: SimpleNamespace) -> None:
    rows = [r for r in changed(short(), 2, limit="3", ground="新的依据") if r["code"] != "ZS01"]
    second = load(listed.lead, [*rows, *matter("WY01", "电梯困人", "电梯")])
    diff = selectors.differences(listed.edition, second)
    assert [(c.code, c.rung, c.column, c.before, c.after) for c in diff.changed] == [
        ("LJ01", "community", "ground", "本责任清单", "新的依据"),
        ("LJ01", "community", "limit", "5", "3"),
    ]
    assert {(r["code"], r["rung"]) for r in diff.added} == {("WY01", r["rung"]) for r in matter("WY01", "x")}
    assert {r["code"] for r in diff.removed} == {"ZS01"}
    assert (len(diff.added), len(diff.removed)) == (5, 5)
    back = selectors.differences(second, listed.edition)
    assert (back.added, back.removed) == (diff.removed, diff.added)
    assert len(selectors.differences(None, listed.edition).added) == 15


def test_what_may_not_be_published(listed: SimpleNamespace) -> None:
    draft = load(listed.lead, changed(short(), 0, limit="9"))

    def publish(on: date, actor: Any = listed.lead, list_id: int = draft.pk) -> str:
        return refused(lambda: services.publish(actor=actor, list_id=list_id, on=on))

    assert publish(ON - DAY) == "past"
    assert publish(ON) == "order"
    assert publish(ON + DAY, actor=listed.worker) == "denied"
    assert publish(ON + DAY, actor=listed.resident) == "denied"
    assert publish(ON + DAY, list_id=10**9) == "unknown_list"
    assert publish(ON + DAY, list_id=listed.edition.pk) == "unknown_list"
    services.publish(actor=listed.lead, list_id=draft.pk, on=ON + 5 * DAY)
    third = load(listed.lead, changed(short(), 0, limit="8"))
    assert publish(ON + 2 * DAY, list_id=third.pk) == "order"
    with clock.at(TODAY + 3 * DAY):
        assert publish(ON + 2 * DAY, list_id=third.pk) == "past"


def test_who_may_not_upload_read_or_drop_a_draft(listed: SimpleNamespace) -> None:
    draft = load(listed.lead, changed(short(), 0, limit="9"))
    for actor in (listed.worker, listed.resident):
        assert refused(lambda a=actor: services.import_list(actor=a, content=as_csv(short()), name="x")) == "denied"  # type: ignore[misc]
        assert refused(lambda a=actor: selectors.drafts(a)) == "denied"  # type: ignore[misc]
        assert refused(lambda a=actor: services.drop_draft(actor=a, list_id=draft.pk)) == "denied"  # type: ignore[misc]
    assert list(selectors.drafts(listed.lead)) == [draft]
    services.drop_draft(actor=listed.lead, list_id=draft.pk)
    assert refused(lambda: services.drop_draft(actor=listed.lead, list_id=draft.pk)) == "unknown_list"
    assert refused(lambda: services.drop_draft(actor=listed.lead, list_id=listed.edition.pk)) == "unknown_list"
    assert refused(lambda: selectors.draft(listed.lead, listed.edition.pk)) == "unknown_list"
    assert Edition.objects.count() == 1


def test_a_list_that_another_process_published_is_seen_within_seconds(
    listed: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process writes the table behind this one's back."""
    from_here = selectors.book.time
    now = from_here.monotonic() + 1000
    monkeypatch.setattr(from_here, "monotonic", lambda: now)
    selectors.forget()
    assert selectors.current_list(ON).version == 1
    draft = load(listed.lead, changed(short(), 2, limit="3"))
    Edition.objects.filter(version=1).update(state="superseded", valid_to=ON + DAY)
    Edition.objects.filter(pk=draft.pk).update(state="published", valid_from=ON + DAY)
    assert selectors.current_list(ON + DAY).version == 1
    now += selectors.book.FRESH
    assert selectors.current_list(ON + DAY).version == 2
    line = selectors.line("LJ01", "community", ON + DAY)
    assert line is not None and line.limit.amount == 3


def test_reading_the_list_in_force_asks_the_database_nothing(
    listed: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    selectors.forget()
    selectors.matter("LJ01")
    with django_assert_num_queries(0):
        for _ in range(100):
            assert selectors.matter("LJ01") and selectors.line("LJ01", "street") and selectors.suggest("路灯")


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (Cell, {"lead": ""}),
        (Cell, {"lead": "grid_team|street_urban"}),
        (Cell, {"ground": ""}),
        (Cell, {"rung": "street"}),
        (Cell, {"rung": "province"}),
        (Cell, {"limit_amount": 0}),
        (MatterType, {"tier": "3d"}),
        (MatterType, {"code": "LJ01"}),
        (Edition, {"state": "gone"}),
        (Edition, {"valid_from": None}),
        (Edition, {"valid_to": ON + DAY}),
        (Edition, {"state": "superseded", "valid_to": ON}),
    ],
)
def test_the_table_itself_refuses_what_must_never_be(
    listed: SimpleNamespace, table: Any, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_leave_one_list_for_every_day() -> None:
    drafts = [load(SETUP, changed(short(), 0, limit=str(n))) for n in (6, 7, 8)]
    today = clock.today().date()
    barrier, results = Barrier(3), ["", "", ""]

    def publish(index: int, list_id: int) -> None:
        barrier.wait()
        try:
            results[index] = services.publish(actor=SETUP, list_id=list_id, on=today).state
        except (Refused, IntegrityError) as error:
            results[index] = type(error).__name__
        finally:
            connection.close()

    threads = [Thread(target=publish, args=(i, d.pk)) for i, d in enumerate(drafts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results.count("published") == 1
    assert Edition.objects.exclude(state="draft").count() == 1
