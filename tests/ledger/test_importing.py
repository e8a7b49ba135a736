"""A sheet of entries: whole rows are booked, others come back with the reason; again or cut off, nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry, Run
from gongzhi.ledger.rules.rows import Past
from gongzhi.ledger.services import importing

from .conftest import Till

HEAD = "日期,用途,收入,支出,对方单位,凭证,编号,经办人,审批人\n"
GOOD = (
    '2026-01-05,环境和绿化,"1,000.00",,街道,拨款 1,A1,,\n'
    "2026/1/6,environment,,1000元,南油花园property_company,发票 7,A2,张三,李四\n"
    "20260107,为老服务,一千元,,,,A3,,\n"
    "2026年1月8日 09:30,为老服务,,２００,,发票 8,A4,张三,李四\n"
    "2026-01-08,为老服务,,200,,发票 8,,张三,李四\n"
    "2026-01-08,为老服务,,200,,发票 8,,张三,李四\n"
)
BAD = (
    "2026-01-09,为老服务,,400.01,,,B1,张三,李四\n"
    "2026-01-06,为老服务,,1,,,B2,张三,李四\n"
    "2027-01-09,为老服务,1,,,,B3,,\n"
    "昨天,为老服务,1,,,,B4,,\n"
    "2026-01-09,培训,1,,,,B5,,\n"
    "2026-01-09,为老服务,1,1,,,B6,张三,李四\n"
    "2026-01-09,为老服务,,,,,B7,张三,李四\n"
    "2026-01-09,为老服务,,1,,,B8,张三,张 三\n"
    "2026-01-09,为老服务,,1,,,B9,张三,\n"
    "2026-01-09,为老服务,-5,,,,B10,,\n"
    "2026-01-09,为老服务,1.234,,,,B11,,\n"
    "2026-01-09,环境和绿化,7,,,,A1,,\n"
)


def send(till: Till, text: str) -> services.Report:
    """Import the text as the community worker."""
    actor = till.street.actor("worker")
    return services.import_entries(actor=actor, fund_id=till.fund.pk, data=text.encode(), filename="账.csv")


@pytest.mark.row("N04")
def test_good_rows_are_booked_and_the_others_come_back_with_the_reason(till: Till) -> None:
    report = send(till, HEAD + GOOD + BAD)
    assert (report.booked, report.known, report.refused) == (6, 0, 12)
    assert [one.number for one in report.misfits] == list(range(8, 20))
    assert len({str(one.reason) for one in report.misfits}) >= 9
    assert selectors.balance(till.fund.pk, "elder_care") == 40_000
    assert selectors.balance(till.fund.pk, "environment") == 0
    again = send(till, HEAD + GOOD + BAD)
    assert (again.booked, again.known, again.refused) == (0, 6, 12)
    assert Entry.objects.count() == 6 and selectors.trial_balance().holds
    run = Run.objects.latest("pk")
    assert (run.rows, run.known, run.refused, len(run.misfits)) == (18, 6, 12, 12)
    manager = till.street.body("property_company")
    assert selectors.sides(till.fund, "spent") == [(manager.name, 100_000), ("", 60_000)]


def test_any_instant_has_its_balance(till: Till) -> None:
    send(till, HEAD + GOOD)
    fund = till.fund.pk

    def at(day: int, hour: int = 0) -> int:
        return selectors.balance(fund, "elder_care", datetime(2026, 1, day, hour, tzinfo=CHINA))

    assert [at(6, 23), at(7), at(8), at(8, 9), at(8, 10), at(9)] == [0, 100_000, 60_000, 60_000, 40_000, 40_000]
    assert selectors.trial_balance(datetime(2026, 1, 6, 12, tzinfo=CHINA)).debits == 200_000
    late = "2026-01-07,为老服务,5,,,,C1,,\n2026-01-01,为老服务,3,,,,C2,,\n"
    assert send(till, HEAD + late).booked == 2
    assert [at(1), at(6, 23), at(7), at(8, 10)] == [300, 300, 100_800, 40_800], "entries of past days move what follows"
    assert selectors.balance(fund, at=datetime(2026, 1, 5, 1, tzinfo=CHINA)) == 100_300
    assert selectors.trial_balance().holds


def test_a_run_that_was_cut_off_goes_on(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    rows = "".join(f"2026-01-05,为老服务,{n}.00,,,,R{n},,\n" for n in range(1, 35))
    real, calls = importing.require_trial, []

    def dies(fund_id: int) -> None:
        calls.append(fund_id)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(fund_id)

    monkeypatch.setattr(importing, "require_trial", dies)
    with pytest.raises(KeyboardInterrupt):
        send(till, HEAD + rows)
    assert Entry.objects.count() == 20 and selectors.trial_balance().holds
    report = send(till, HEAD + rows)
    assert (report.booked, report.known, report.steps) == (14, 20, 4)
    assert selectors.balance(till.fund.pk) == sum(range(1, 35)) * 100


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "sheet_empty"), (b"a,b\n1,2\n", "column_missing"), (b"%PDF-1.4", "sheet_other")]
)
def test_a_file_that_is_none_is_refused_whole(till: Till, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as told:
        services.import_entries(actor=till.street.actor("worker"), fund_id=till.fund.pk, data=data, filename="x.csv")
    assert told.value.code == code and not Run.objects.exists()
    with pytest.raises(Refused) as told:
        services.import_entries(actor=till.street.actor("manager"), fund_id=till.fund.pk, data=data, filename="x.csv")
    assert told.value.code == "denied"


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), max_size=8),
    st.lists(st.tuples(st.integers(0, 9), st.integers(-80, 50)), max_size=12),
)
def test_no_day_goes_below_zero_whatever_is_dated_back(
    before: list[tuple[int, int]], rows: list[tuple[int, int]]
) -> None:
    """Against the plain way: sum every day anew after each row."""
    start = datetime(2026, 1, 1, tzinfo=CHINA).date()
    brought: dict[int, int] = {}
    for day, amount in before:
        brought[day] = brought.get(day, 0) + amount
    days = [(start + timedelta(day), amount) for day, amount in sorted(brought.items())]
    past, first = Past(0, days), {**brought}
    for day, amount in sorted(rows):
        ends = [sum(a for d, a in first.items() if d <= end) for end in range(day, 10)]
        assert past.room(start + timedelta(day)) == min(ends)
        if amount >= 0 or -amount <= min(ends):
            past.add(amount)
            first[day] = first.get(day, 0) + amount
    assert all(sum(a for d, a in first.items() if d <= end) >= 0 for end in range(10))
