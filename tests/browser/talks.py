"""A conversation in the street: two camps, a drawn map, a tombstone, and posts of a group with a question."""

from __future__ import annotations

from typing import Any

from tests.browser.town import COMMUNITY, Town, settle

from gongzhi.opinions import services
from gongzhi.people import services as people

QUESTION = "充电桩装在哪里好？"
SEEDS = ("装在楼下空地", "装在地面停车场", "先装两个试试", "电费由用的人出")
POSTS = "甲 2026-09-01 20:11\n什么时候装？\n乙 2026-09-01 20:12\n越近越好\n"
GONE, WHY = "说远了的一句", "说的是另一个小区"
# What people of the conversation wrote: no English page translates it.
SAID = (QUESTION, *SEEDS, GONE, WHY, "什么时候装？", "越近越好")


def held(town: Town) -> Any:
    """The conversation, as the worker opened it and neighbours answered."""
    worker = town.world.actor("worker")
    talk = services.open_conversation(
        actor=worker, body_id=town.world.body_of("worker").pk, place_id=town.world.places[COMMUNITY].pk,
        question=QUESTION,
    )  # fmt: skip
    seeds = [services.seed(actor=worker, conversation_id=talk.pk, text=text) for text in SEEDS]
    for values in [(1, -1, -1, 1)] * 8 + [(-1, 1, 1, 1)] * 6:
        who = people.reporter().pk
        for seed, value in zip(seeds, values, strict=True):
            services.vote(person_id=who, statement_id=seed.pk, value=value)
    gone = services.say(person_id=people.reporter().pk, conversation_id=talk.pk, text=GONE)
    services.take_down(actor=worker, statement_id=gone.pk, reason="off_topic", said=WHY)
    services.import_posts(actor=worker, conversation_id=talk.pk, data=POSTS.encode())
    settle()
    services.redraw_waiting()
    return talk
