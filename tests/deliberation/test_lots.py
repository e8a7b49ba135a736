"""A panel drawn by lot for a topic: the list first, the seed after it, the same panel for whoever draws again."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from tests.deliberation.topics_world import Live, raised
from tests.world import MONDAY, World

from gongzhi.deliberation.models import Lot
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.people.selectors import person
from gongzhi.record.selectors import facts_about

pytestmark = pytest.mark.django_db
QUOTAS = "category,feature\n楼栋,1 栋\n楼栋,2 栋\n年龄,六十以上\n年龄,六十以下\n"
POOL = "编号,楼栋,年龄\n" + "".join(
    f"P{n:02d},{1 + n % 2} 栋,{'六十以上' if n % 3 == 0 else '六十以下'}\n" for n in range(24)
)
SOURCE, SEED = "九月八日双色球开奖号码", "03 11 17 22 25 31 + 08"


def refused(code: str, live: Live, act: str, **given: object) -> None:
    with pytest.raises(Refused) as caught:
        live.do(act, **given)
    assert caught.value.code == code, str(caught.value)


def by_lot(street: World) -> Live:
    return raised(street).taken_up().seated().investigated().deliberating("panel")


@pytest.mark.row("B07")
def test_the_list_the_seed_the_panel_and_the_same_again(street: World, client: Client, tmp_path: Path) -> None:
    live = by_lot(street)
    refused("no_list", live, "draw_lot", seed=SEED, size=6)
    announced = live.do("announce_lot", pool=POOL, quotas=QUOTAS, source=SOURCE)
    assert announced.people == 24 and SOURCE in client.get(f"/topics/{live.topic.pk}/").content.decode()
    refused("too_soon", live, "draw_lot", seed=SEED, size=6)
    refused("waiting", live, "announce_lot", pool=POOL, quotas=QUOTAS, source=SOURCE)
    with clock.at(MONDAY + timedelta(days=1)):
        lot = live.do("draw_lot", seed=SEED, size=6)
        page = client.get(f"/topics/{live.topic.pk}/").content.decode()
    counts = {(row["category"], row["feature"]): row["panel"] for row in lot.result["strata"]}
    wanted = {("楼栋", "1 栋"): 3, ("楼栋", "2 栋"): 3, ("年龄", "六十以上"): 2, ("年龄", "六十以下"): 4}
    assert all(abs(counts[kind] - share) <= 1 for kind, share in wanted.items()), counts
    assert lot.result["minimum_probability"] == pytest.approx(1 / 4)
    assert SEED in page and all(number in page for number in lot.result["panel"])
    (tmp_path / "pool.csv").write_text(POOL, "utf-8")
    (tmp_path / "quotas.csv").write_text(QUOTAS, "utf-8")
    out = StringIO()
    files = (str(tmp_path / "pool.csv"), str(tmp_path / "quotas.csv"))
    call_command("panel_draw", *files, "--seed", SEED, "--size", "6", "--json", stdout=out)
    assert json.loads(out.getvalue())["panel"] == lot.result["panel"], "anybody with the list draws the same"
    kinds = [fact.kind for fact in facts_about(live.topic.ref)]
    assert kinds.index("deliberation.lot_announced") < kinds.index("deliberation.lot_drawn")


def test_what_is_refused(street: World) -> None:
    council = raised(street).taken_up().seated().investigated().deliberating("council")
    refused("not_by_lot", council, "announce_lot", pool=POOL, quotas=QUOTAS, source=SOURCE)
    live = by_lot(street)
    refused("panel_file", live, "announce_lot", pool=POOL + "P00,1 栋,六十以上\n", quotas=QUOTAS, source=SOURCE)
    refused("missing", live, "announce_lot", pool=POOL, quotas=QUOTAS, source=" ")
    refused("denied", live, "announce_lot", actor=street.actor("neighbour"), pool=POOL, quotas=QUOTAS, source=SOURCE)
    live.do("announce_lot", pool=POOL, quotas=QUOTAS, source=SOURCE)
    with clock.at(MONDAY + timedelta(days=1)):
        refused("panel_size", live, "draw_lot", seed=SEED, size=25)
    assert Lot.objects.get().drawn_at is None


def test_a_seed_before_its_list_is_impossible_in_the_table(street: World) -> None:
    live = by_lot(street)
    lot = live.do("announce_lot", pool=POOL, quotas=QUOTAS, source=SOURCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(seed=SEED, drawn_at=lot.announced_at, result={})


def test_the_desk_does_both_on_its_pages(street: World, client: Client) -> None:
    live = by_lot(street)
    client.force_login(person(street.people["worker"]))
    desk = f"/work/topics/{live.topic.pk}"
    given = {"pool": POOL, "quotas": QUOTAS, "source": SOURCE}
    assert client.get(f"{desk}/draw/").status_code == 302, "nothing to draw yet"
    wrong = client.post(f"{desk}/lot/", given | {"pool": POOL.replace("P03", "P02")})
    assert wrong.status_code == 422 and "P02" in wrong.content.decode()
    assert client.post(f"{desk}/lot/", given).status_code == 302
    with clock.at(MONDAY + timedelta(days=1)):
        assert client.post(f"{desk}/draw/", {"seed": SEED, "size": "0"}).status_code == 422
        assert client.post(f"{desk}/draw/", {"seed": SEED, "size": "6"}).status_code == 302
    assert len(Lot.objects.get().result["panel"]) == 6
