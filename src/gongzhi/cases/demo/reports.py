"""How the demonstration's cases come in: by whom, through which channel, where, with which picture."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import partial
from random import Random

from PIL import Image, ImageDraw

from gongzhi.cases import services
from gongzhi.cases.demo import texts
from gongzhi.cases.demo.acts import Stage
from gongzhi.cases.demo.cast import CORNERS, TAKES_IN
from gongzhi.cases.demo.fate import Fate, fate
from gongzhi.cases.models import Case
from gongzhi.cases.permits import COMMUNITY
from gongzhi.cases.services import NewCase
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.mandates import selectors as mandates

HOURS = (7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 19, 20, 20, 21, 22, 23)


def moments(rng: Random, start: datetime, end: datetime, count: int) -> list[datetime]:
    """When people speak up: any day, mostly in the morning and in the evening; the last days are a little busier."""
    days = (end - start).days
    found = []
    for number in range(count):
        day = rng.randrange(days) if number % 12 else days - 1 - rng.randrange(min(6, days))
        here = (start + timedelta(days=day)).astimezone(CHINA)
        found.append(here.replace(hour=rng.choice(HOURS), minute=rng.randrange(60), second=rng.randrange(60)))
    return sorted(found)


def report(stage: Stage) -> None:
    """Somebody reports something now, and its fate begins."""
    drawn = fate(stage.rng, clock.today().month)
    case = _taken_in(stage, drawn)
    stage.cast.reporters.append(case.reporter_id)
    stage.later(case, drawn, drawn.lag.total_seconds() / 3600)
    _what_else(stage, case, drawn)


def _taken_in(stage: Stage, drawn: Fate) -> Case:
    rng = stage.rng
    place = stage.cast.place(drawn.topic.outdoors)
    topic = drawn.topic
    matter = mandates.matter(topic.code)
    text = rng.choice(texts.UNSURE) + "。" + topic.said[0] if drawn.unsure else texts.compose(rng, topic)
    helper = stage.cast.over(place, *TAKES_IN[drawn.channel]) if drawn.channel in TAKES_IN else None
    new = NewCase(
        text=text, place_id=place.pk, intake=matter.kind if matter else "help", where=rng.choice(CORNERS),
        matter="" if drawn.unsure else topic.code, channel=drawn.channel if helper else "web",
        phone=stage.cast.number(), name="", lon=place.lon, lat=place.lat,
    )  # fmt: skip
    return services.report_case(actor=helper, new=new).case


def _what_else(stage: Stage, case: Case, drawn: Fate) -> None:
    """Neighbours who say "me too", a picture, a released heading, a change of mind: some hours later."""
    rng, plan, now = stage.rng, stage.life.plan, clock.now()
    for _ in range(drawn.voices):
        plan(now + timedelta(hours=rng.uniform(2, 60)), partial(_me_too, stage, case))
    if drawn.photo:
        photograph(stage, case, shown=rng.random() < 0.6)
    if drawn.heading:
        plan(stage.life.humane(now + timedelta(hours=rng.uniform(1, 30))), partial(release, stage, case, drawn))
    if drawn.withdraw:
        plan(now + timedelta(hours=rng.uniform(3, 70)), partial(_withdraw, stage, case))


def _me_too(stage: Stage, case: Case) -> None:
    neighbour = stage.cast.neighbour(besides=case.reporter_id)
    if neighbour is not None and Case.objects.filter(pk=case.pk, is_open=True).exists():
        services.second(actor=neighbour, case_id=case.pk)


def _withdraw(stage: Stage, case: Case) -> None:
    if Case.objects.filter(pk=case.pk, is_open=True).exists():
        reporter = Actor(person_id=case.reporter_id)
        services.move_case(actor=reporter, case_id=case.pk, move="withdraw", reason="自己已经处理好了")


def release(stage: Stage, case: Case, drawn: Fate) -> None:
    """A line for the public board: what and where, nobody's words."""
    desk = stage.cast.over(case.place, *COMMUNITY)
    matter = mandates.matter(drawn.topic.code)
    if desk is not None and matter is not None:
        services.release_heading(actor=desk, case_id=case.pk, heading=f"{case.place.name}：{matter.name}")


def photograph(stage: Stage, case: Case, *, shown: bool) -> None:
    """A picture by the reporter, which the community may show to everybody."""
    photo = services.add_photo(actor=Actor(person_id=case.reporter_id), case_id=case.pk, file=picture(stage.rng))
    desk = stage.cast.over(case.place, *COMMUNITY)
    if shown and desk is not None:
        services.release_photo(actor=desk, photo_id=photo.pk, shown=True)


def picture(rng: Random) -> io.BytesIO:
    """A drawn wall with a window and a stain: it shows no real place."""
    image = Image.new("RGB", (640, 480), tuple(rng.randint(150, 220) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 380, 640, 480), fill=(120, 116, 110))
    for _ in range(rng.randint(2, 5)):
        x, y = rng.randint(20, 500), rng.randint(20, 260)
        pen.rectangle((x, y, x + 90, y + 110), fill=(88, 110, 132), outline=(240, 240, 240), width=6)
    x, y = rng.randint(60, 420), rng.randint(120, 320)
    pen.ellipse((x, y, x + rng.randint(60, 160), y + rng.randint(40, 120)), fill=(104, 88, 70))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    out.seek(0)
    return out
