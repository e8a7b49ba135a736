"""A community's budget in the street: a round that collects, and last year's with its result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.browser.town import COMMUNITY, Town, settle

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.ledger import services as ledger
from gongzhi.people import services as people
from gongzhi.projects.demo import CALL, OFFERS, REPORT, BudgetYear, Wish
from gongzhi.projects.services import rounds_items

PURPOSE = "micro_works"
NAME, SOURCE = "社区建设资金（演示）", "居民登记"
WISHES = (
    Wish("楼道换声控灯", "晚上回家摸黑上楼。", 30_000, "safety", "1 栋", liked=7),
    Wish("北门修坡道", "推轮椅要绕路。", 50_000, "elderly", "北门", liked=6),
    Wish("补种桂花树", "夏天没有阴凉。", 40_000, "environment", "花园", liked=4),
    Wish("长廊加靠背椅", "走累了没有地方坐。", 15_000, "elderly", "长廊", liked=6),
    Wish("翻新羽毛球场", "地面开裂。", 80_000, "culture", "西南角", liked=3),
    Wish("封我家阳台", "下雨会飘进来。", 8_000, "other", refused="one_household", why="只为一户人家。"),
)
PHONES = [f"138110000{number:02d}" for number in range(10)]
# What people wrote here: no English page translates it.
TITLE = "年居民一起分的钱"
# The needs of the list (tests.browser.needs) can be ticked on the form of a proposal.
SAID = (
    "放学后有个写作业的地方", "写作业的教室", NAME, SOURCE, CALL, REPORT, OFFERS, TITLE,
    *(text for wish in WISHES for text in (wish.title, wish.text, wish.where, wish.why)),
)  # fmt: skip
DAY = timedelta(days=1)


def divided(town: Town) -> tuple[Any, Any, Any]:
    """The round that collects, a proposal in it that waits for its second person, and the round that is over."""
    now, world = clock.now(), town.world
    desk, second, place = world.actor("secretary"), world.actor("worker"), world.places[COMMUNITY]
    body = world.body("residents_committee", COMMUNITY)
    fund = ledger.open_fund(
        actor=desk, body_id=body.pk, place_id=place.pk, name=NAME, source="community_fund", purposes=(PURPOSE,)
    )
    ledger.receive(actor=desk, fund_id=fund.pk, purpose=PURPOSE, amount=30_000_000)
    given = (desk, second, body.pk, place.pk, fund.pk, PURPOSE)
    over = BudgetYear(*given, now.year - 1, 12_000_000, WISHES)
    residents = [Actor(person_id=people.reporter(phone=phone).pk) for phone in PHONES]
    # The people of this town have held their seats since this morning: the round's days are lived ahead.
    over.open()
    over.announce(now + DAY)
    over.propose(residents[:6])
    with clock.at(now + 2 * DAY):
        over.check()
        over.put_to_vote(now + 3 * DAY, now + 9 * DAY, PHONES)
    with clock.at(now + 4 * DAY):
        over.open_vote()
        over.cast(PHONES)
    with clock.at(now + 10 * DAY):
        over.count()
    with clock.at(now + 25 * DAY):
        over.certify()
        over.take()
    running = BudgetYear(*given, now.year, 12_000_000, WISHES[:3])
    running.open()
    running.announce(now + 20 * DAY)
    item = running.propose(residents[:2])[0]
    rounds_items.check_cost(actor=second, item_id=item.pk, cost=3_000_000, kind=PURPOSE, note=OFFERS)
    settle()
    return running.round, item, over.round
