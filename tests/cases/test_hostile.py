"""Bad input, shaky networks and two at once: a clear message, nothing doubled, nothing lost."""

from __future__ import annotations

import io
import threading
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests import world as world_module
from tests.world import MONDAY, SETUP, World

from gongzhi.cases import services
from gongzhi.cases.models import Case, Holding, Photo, Voice
from gongzhi.cases.rules import CODE_DIGITS, check_digit, is_code
from gongzhi.cases.search import find, tokens
from gongzhi.cases.selectors import by_code, cases_for, search
from gongzhi.cases.services import NewCase
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import services as seats
from gongzhi.organisations.selectors import terms_of
from gongzhi.record.models import Fact


def refused(code: str):
    """The act is refused with this code."""
    return pytest.raises(Refused, check=lambda error: error.code == code and bool(str(error.message)))


def new(world: World, **more: Any) -> NewCase:
    """A report with something changed."""
    return NewCase(**{"text": "楼道灯坏了", "place_id": world.places["NYHY3"].pk, "matter": "LJ01", **more})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \n\t "}, "empty"),
        ({"text": "字" * 10_000}, "too_long"),
        ({"place_id": None}, "no_place"),
        ({"place_id": 999_999_999}, "unknown_place"),
        ({"matter": "没有这个"}, "unknown_matter"),
        ({"intake": "spam"}, "unknown_kind"),
        ({"channel": "telepathy"}, "unknown_channel"),
        ({"phone": "不是号码"}, "bad_phone"),
    ],
)
def test_bad_reports_are_refused_in_words_and_leave_nothing(street: World, more: dict[str, Any], code: str) -> None:
    facts = Fact.objects.count()
    with refused(code):
        services.report_case(actor=None, new=new(street, **more))
    assert (Case.objects.count(), Fact.objects.count()) == (0, facts)


@pytest.mark.parametrize(
    "text", ["灯坏了😀👨‍👩‍👧", "樓道燈壞了", "３栋２单元灯坏", "a" * 3000, "x\x00y灯", "\u202e灯坏了"]
)
def test_odd_but_honest_words_are_kept(street: World, text: str) -> None:
    case = services.report_case(actor=None, new=new(street, text=text)).case
    kept = Case.objects.get(pk=case.pk).text
    assert kept == text.replace("\x00", "")


def test_a_district_is_too_large_a_place(street: World) -> None:
    with refused("no_place"):
        services.report_case(actor=None, new=new(street, place_id=street.places["440305"].pk))


def test_the_same_sending_twice_is_one_case_with_one_receipt(street: World) -> None:
    one = services.report_case(actor=None, new=new(street, key="k-1"))
    two = services.report_case(actor=None, new=new(street, key="k-1", text="改了字也一样"))
    assert (one.case.pk, one.code, one.again, two.again) == (two.case.pk, two.code, False, True)
    assert Case.objects.count() == 1


@given(st.integers(0, 10 ** (CODE_DIGITS - 1) - 1), st.integers(0, CODE_DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: int, place: int, shift: int) -> None:
    digits = str(number).zfill(CODE_DIGITS - 1)
    code = digits + check_digit(digits)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert is_code(code) and not is_code(wrong)


def test_codes_open_one_case_and_are_not_in_the_tables(street: World) -> None:
    receipt = services.report_case(actor=None, new=new(street))
    code = receipt.code
    shown = f" {code[:4]}-{code[4:8]} {code[8:12]}　{code[12:]} "
    found = by_code(shown)
    assert found is not None and found.pk == receipt.case.pk
    assert by_code("".join(chr(ord(c) + 0xFEE0) for c in code)) == found, "full-width digits are digits"
    assert by_code("1234 5678 9012 3456") is None and by_code("") is None and by_code("'; drop") is None
    row = Case.objects.filter(pk=receipt.case.pk).values().get()
    assert code not in str(row)


def test_lists_and_permits_agree(street: World) -> None:
    made = [
        street.report("LJ01"),
        street.report("ZS01", place="HHY1"),
        street.report("", place="440305007011"),
        street.report("FW01", actor=street.actor("manager")),
    ]
    street.move("worker", made[3], "accept")
    street.move("worker", made[3], "whistle", calls=(street.body_of("urban").pk,))
    for key in street.people:
        actor = street.actor(key)
        seen = set(cases_for(actor).values_list("pk", flat=True))
        assert seen == {c.pk for c in made if may(actor, "case.see", Case.objects.get(pk=c.pk))}, key
    nobody = Actor(person_id=made[0].reporter_id)
    assert [c.pk for c in cases_for(nobody)] == [made[0].pk]


def test_search_by_two_characters_stays_inside_what_one_may_see(street: World) -> None:
    here = street.report("LJ01", text="丽发花园门口的搅拌站太吵")
    there = street.report("LJ01", place="HHY1", text="丽发花园另一侧的搅拌站")
    assert [c.pk for c in search(street.actor("worker"), "搅拌")] == [here.pk]
    assert {c.pk for c in search(street.actor("officer"), "丽发花园")} == {here.pk, there.pk}
    assert [c.pk for c in search(street.actor("head"), "搅拌")] == [here.pk]
    assert search(street.actor("worker"), str(there.pk)) == []
    for query in ("", "！", "'", '"', "* OR", "a" * 500, "没有这个词"):
        assert search(street.actor("worker"), query) == []


def test_search_words_stand_side_by_side(street: World) -> None:
    street.report("LJ01", text="噪声不大，但施工时间太长")
    assert find("施工噪声") == [] and len(find("施工时间")) == 1
    assert tokens("３栋Ａ座漏水吵") == ["3", "栋", "a", "座漏", "漏水", "水吵"]


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (20, 120, 120)).save(out, "PNG")
    return out.getvalue()


def _bomb() -> bytes:
    """A tiny file that claims to be 60,000 × 60,000 pixels."""
    data = bytearray(_png(8, 8))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "photo_kind"),
        (b"%PDF-1.7 not a picture", "photo_kind"),
        (_png(64, 64)[:60], "photo_kind"),
        (_bomb(), "photo_pixels"),
        (b"\xff\xd8\xff" + b"0" * (10 * 2**20 + 1), "photo_size"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_kind"),
    ],
)
def test_bad_pictures_are_refused_in_words(street: World, data: bytes, code: str) -> None:
    case = street.report()
    with refused(code):
        services.add_photo(actor=street.reporter(case), case_id=case.pk, file=io.BytesIO(data))
    assert not Photo.objects.exists()


def test_photographs_lose_their_location_and_the_fourth_is_refused(street: World, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = street.report()
    picture, out = Image.new("RGB", (3000, 1000), (9, 9, 9)), io.BytesIO()
    exif = picture.getexif()
    exif.get_ifd(0x8825)[2] = (22.0, 31.0, 0.0)
    exif[0x010F] = "camera of somebody"
    picture.save(out, "JPEG", exif=exif)
    for _n in range(3):
        photo = services.add_photo(actor=street.reporter(case), case_id=case.pk, file=io.BytesIO(out.getvalue()))
    with Image.open(photo.file.path) as kept:
        assert not kept.getexif() and max(kept.size) == 1920
    with refused("photo_count"):
        services.add_photo(actor=street.reporter(case), case_id=case.pk, file=io.BytesIO(out.getvalue()))
    assert not any(p.released for p in Photo.objects.all())
    with refused("denied"):
        services.release_photo(actor=street.reporter(case), photo_id=photo.pk, shown=True)
    assert services.release_photo(actor=street.actor("worker"), photo_id=photo.pk, shown=True).released


def test_a_stale_page_is_told_so(street: World) -> None:
    case = street.report()
    street.move("head", case, "accept", seen=case.version)
    with refused("stale"):
        street.move("head", case, "answer", seen=case.version, answer="好了", outcome="solved")


def test_a_seat_ended_between_opening_and_sending(street: World) -> None:
    case, actor = street.report(), street.actor("head")
    term = terms_of(street.people["head"])[0]
    with clock.at(MONDAY + timedelta(hours=1)):
        seats.end_term(actor=SETUP, term_id=term.pk)
        with refused("denied"):
            services.move_case(actor=actor, case_id=case.pk, move="accept")


def test_the_tables_refuse_what_must_never_happen(street: World) -> None:
    case = street.report()
    wrong: list[dict[str, Any]] = [
        {"state": "invented"},
        {"state": "solved"},
        {"is_open": False},
        {"state": "answered", "outcome": ""},
        {"bounces": 3},
        {"reopened": 2},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(case=case, body_id=case.holder_id, level="grid", since=MONDAY)


# --- two at once -----------------------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together; returns each result or the refusal's code."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            with clock.at(MONDAY):
                gate.wait()
                results[number] = act()
        except Refused as error:
            results[number] = error.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def busy_street(transactional_db: None) -> World:
    """The street, committed, for threads."""
    with clock.at(MONDAY):
        return world_module.build()


def test_two_workers_one_move(busy_street: World) -> None:
    with clock.at(MONDAY):
        case = busy_street.report("FW01")
        acts = [
            lambda key=key: busy_street.move(key, case, "accept", seen=case.version).state
            for key in ("worker", "secretary")
        ]
    assert sorted(at_once(*acts)) == ["handling", "stale"]
    assert Fact.objects.filter(kind="case.moved").count() == 1


def test_one_report_sent_twice_at_once(busy_street: World) -> None:
    def send() -> int:
        return services.report_case(actor=None, new=new(busy_street, key="same")).case.pk

    one, two = at_once(send, send)
    assert one == two and Case.objects.count() == 1


def test_me_too_twice_at_once_counts_once(busy_street: World) -> None:
    with clock.at(MONDAY):
        case, actor = busy_street.report(), busy_street.actor("manager")
    at_once(*[lambda: services.second(actor=actor, case_id=case.pk)] * 3)
    assert Voice.objects.filter(case=case).count() == 1
    assert Case.objects.get(pk=case.pk).voices == 2


def test_merging_into_each_other_at_once_leaves_one_main(busy_street: World) -> None:
    with clock.at(MONDAY):
        one, two = busy_street.report("FW01"), busy_street.report("FW01")
    acts = [
        lambda a=a, b=b: busy_street.move("worker", a, "merge", primary=b.pk).state for a, b in ((one, two), (two, one))
    ]
    results = at_once(*acts)
    assert sorted(str(r) for r in results) == ["cannot_merge", "merged"], results
    assert Case.objects.filter(state="merged").count() == 1
