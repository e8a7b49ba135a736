"""Set pieces of the demonstration's last days: whoever signs in finds something of each kind to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from gongzhi.cases import services
from gongzhi.cases.demo.acts import Stage
from gongzhi.cases.demo.fate import Fate
from gongzhi.cases.demo.reports import photograph, release
from gongzhi.cases.demo.texts import TOPICS, Topic, compose
from gongzhi.cases.models import Case
from gongzhi.cases.services import NewCase
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations

TOPIC = {topic.code: topic for topic in TOPICS}
DAY = 24.0
Step = tuple[float, str, str, dict[str, Any]]  # hours ago, who, which move, with what


@dataclass(frozen=True)
class Piece:
    """One case: hours ago, matter ("" unknown), where, by whom (a face, or nobody), and what was done since."""

    ago: float
    matter: str
    where: str
    by: str = ""
    steps: tuple[Step, ...] = ()
    text: str = ""
    shown: bool = False


def _up(start: float, *who: str) -> tuple[Step, ...]:
    """Taken and passed up, by each of these in turn, half a day each."""
    steps: list[Step] = []
    for name in who:
        steps += [(start, name, "accept", {}), (start - 2, name, "rise", {})]
        start -= 4
    return tuple(steps)


def _refused(matter: str, rung: str, ago: float, who: str) -> Step:
    return ago, who, "refuse", {"clause": f"{matter}:{rung}", "reason": "清单里本单位是协助"}


_DONE = {"answer": "灯换好了，试过三个晚上", "outcome": "solved"}
_CANNOT = {"answer": "要业主表决才能动用维修资金，下月表决；先做了遮挡", "outcome": "explained"}
_CALLS = {"calls": ("street_urban", "street_order", "police_post"), "reason": "摊位、停车和噪声在一处，请到现场"}
PIECES = (
    Piece(3, "ZS01", "building", "demo-resident"),
    Piece(40, "LD02", "building", "demo-resident", ((39, "demo-resident", "withdraw", {"reason": "自己换好了"}),)),
    Piece(20, "ZS01", "building", "", ((19, "demo-head", "accept", {}),)),
    Piece(1, "JT01", "small_grid"),
    Piece(2.5, "SR06", "small_grid", "demo-resident", shown=True),
    Piece(20, "SR03", "small_grid", "", ((19.2, "demo-grid", "accept", {}),), shown=True),
    Piece(1.5, "LD02", "building"),
    Piece(18, "LD04", "building", "", ((17, "demo-property", "accept", {}),), shown=True),
    Piece(0.8, "", "estate", "", (), "早上看到围墙裂了一条缝，不知道归谁"),
    Piece(1.4, "", "building", "demo-resident", (), "楼下空地总有人半夜卸货，想问问归哪里管"),
    Piece(26, "", "community", "", (), "河边的栏杆晃，孩子靠上去很危险"),
    Piece(4, "SQ14", "community"),
    Piece(30, "WY05", "community", "", ((29, "demo-secretary", "accept", {}),), shown=True),
    Piece(14, "JT07", "small_grid", "", (_refused("JT07", "grid", 3.2, "demo-grid"),)),
    Piece(
        20,
        "SR01",
        "small_grid",
        "",
        (
            _refused("SR01", "grid", 19, "demo-grid"),
            (12, "demo-community", "decide", {"to_body": "grid_team", "reason": "在网格里，先由网格办"}),
            _refused("SR01", "grid", 2.2, "demo-grid"),
        ),
    ),
    Piece(
        54,
        "SR02",
        "small_grid",
        "demo-resident",
        (
            *_up(53, "demo-grid"),
            (48, "demo-community", "accept", {}),
            (3, "demo-community", "whistle", _CALLS),
        ),
        shown=True,
    ),
    Piece(
        60,
        "SR03",
        "small_grid",
        "",
        (
            *_up(59, "demo-grid"),
            (50, "demo-community", "accept", {}),
            (20, "demo-community", "whistle", _CALLS),
            (17, "demo-desk", "arrive", {}),
        ),
        shown=True,
    ),
    Piece(
        30,
        "SR01",
        "small_grid",
        "",
        (
            *_up(29.5, "demo-grid"),
            (25, "demo-community", "accept", {}),
            (2, "demo-community", "offer", {"to_body": "street_urban", "clause": "SR01:community"}),
        ),
    ),
    Piece(
        5 * DAY, "SR01", "small_grid", "", (*_up(4.9 * DAY, "demo-grid", "demo-community", "demo-desk"),), shown=True
    ),
    Piece(
        60 * DAY,
        "SR06",
        "small_grid",
        "",
        (
            *_up(59.9 * DAY, "demo-grid", "demo-community", "demo-desk"),
            (58 * DAY, "demo-district", "accept", {}),
        ),
        shown=True,
    ),
    Piece(
        46,
        "LD02",
        "building",
        "demo-resident",
        ((45, "demo-property", "accept", {}), (26, "demo-property", "answer", _DONE)),
        shown=True,
    ),
    Piece(
        34 * DAY,
        "LD04",
        "building",
        "demo-resident",
        (
            (33.9 * DAY, "demo-property", "accept", {}),
            (33.2 * DAY, "demo-property", "answer", _DONE),
            (32 * DAY, "demo-resident", "judge", {"solved": True, "satisfied": 5}),
        ),
    ),
    Piece(
        20 * DAY,
        "FW01",
        "building",
        "demo-resident",
        (
            (19.9 * DAY, "demo-property", "accept", {}),
            (19.5 * DAY, "demo-property", "answer", _CANNOT),
            (19 * DAY, "demo-resident", "judge", {"solved": False, "satisfied": 4}),
        ),
    ),
)
# One of each of the states that pass quickly: in a joint plan, divided, merged.
PASSING = (
    Piece(
        50,
        "SQ14",
        "community",
        "",
        (
            (49, "demo-community", "accept", {}),
            (40, "demo-community", "whistle", _CALLS),
            (30, "demo-desk", "arrive", {}),
            (28, "demo-desk", "report_in", {"report": "查了证照，约了经营者"}),
            (20, "demo-community", "plan", {"lead": "street_urban", "plan": "城管约谈，社区陪同退款", "days": 4}),
        ),
        shown=True,
    ),
    Piece(
        7,
        "WY05",
        "community",
        "",
        (
            (6, "demo-secretary", "accept", {}),
            (4, "demo-secretary", "divide", {"parts": (("WY03", "查清账目"), ("SR03", "清出会场门前的路"))}),
            (3, "demo-community", "part", {"matter": "SR03"}),
        ),
    ),
    Piece(
        28,
        "",
        "estate",
        "",
        ((27.5, "demo-community", "redirect", {"branch": "beyond_duty", "note": "搬家公司可以在市场上找"}),),
        "想请社区帮忙搬一下家具",
    ),
    Piece(1.2, "LD02", "building", "demo-resident2", ((0.5, "demo-property", "merge", {"primary": "LD02"}),)),
)
# Answered and not judged: one in five of the silent is drawn for a call-back, and the street has some to make today.
SILENT = tuple(
    Piece(
        8.4 * DAY + n / 4,
        "LD02",
        "building",
        "",
        ((8.3 * DAY + n / 4, "demo-property", "accept", {}), (8.2 * DAY + n / 4, "demo-property", "answer", _DONE)),
    )
    for n in range(24)
)


class SetPieces:
    """Plays the pieces with the people of the sign-in list, around the home of the one who looks after a building."""

    def __init__(self, stage: Stage, faces: dict[str, int], spots: dict[str, Any]) -> None:
        self.stage = stage
        self.faces = faces
        self.spots = spots

    def plan(self, end: datetime, pieces: Sequence[Piece] = PIECES + PASSING + SILENT) -> None:
        """Put every piece into the queue."""
        for piece in pieces:
            self.stage.life.plan(end - timedelta(hours=piece.ago), partial(self._report, piece, end))

    def _report(self, piece: Piece, end: datetime) -> None:
        place = self.spots[piece.where]
        matter = mandates.matter(piece.matter)
        topic = TOPIC.get(piece.matter)
        text = piece.text or (compose(self.stage.rng, topic) if topic else "")
        new = NewCase(
            text=text, place_id=place.pk, intake=matter.kind if matter else "help", matter=piece.matter,
            phone="" if piece.by else self.stage.cast.number(), lon=place.lon, lat=place.lat,
        )  # fmt: skip
        case = services.report_case(actor=self._actor(piece.by), new=new).case
        for ago, who, move, given in piece.steps:
            self.stage.life.plan(end - timedelta(hours=ago), partial(self._do, case.pk, who, move, given))
        if piece.shown and topic is not None:
            self._show(case, topic)

    def _show(self, case: Case, topic: Topic) -> None:
        photograph(self.stage, case, shown=True)
        release(self.stage, case, Fate(topic, "web"))

    def _actor(self, face: str) -> Actor | None:
        return Actor(person_id=self.faces[face]) if face else None

    def _do(self, case_id: int, who: str, move: str, given: dict[str, Any]) -> None:
        actor = self._actor(who)
        if actor is None:
            raise ValueError(f"nobody is called {who}")
        if move == "part":
            part = Case.objects.get(part_of=case_id, **given)
            services.move_case(actor=actor, case_id=part.pk, move="accept")
            services.move_case(actor=actor, case_id=part.pk, move="finish_part", answer="路清出来了")
        elif move == "judge":
            services.judge(actor=actor, case_id=case_id, **given)
        else:
            case = Case.objects.select_related("place").get(pk=case_id)
            services.move_case(actor=actor, case_id=case_id, move=move, **_named(given, case))


def _named(given: dict[str, Any], case: Case) -> dict[str, Any]:
    """Kinds of bodies become the bodies that serve the place, days a moment, a matter the case it is merged into."""
    named = dict(given)
    for name in ("to_body", "lead"):
        if name in given:
            body = organisations.body_for(given[name], case.place)
            named[name] = body.pk if body else None
    if "calls" in given:
        named["calls"] = tuple(b.pk for b in organisations.bodies_for(given["calls"], case.place).values())
    if "days" in given:
        named["due"] = clock.now() + timedelta(days=named.pop("days"))
    if "primary" in given:
        same = Case.objects.filter(place=case.place, matter=given["primary"], state="filed").exclude(pk=case.pk)
        named["primary"] = same.order_by("-pk").values_list("pk", flat=True).first()
    return named
