"""The real messages in the loop: taken in by the import, delivered and grouped, at a street with the shipped list."""

from __future__ import annotations

from pathlib import Path

from tests import world as street
from tests.browser import town

from gongzhi.exchange.rules.rows import HEADINGS
from gongzhi.exchange.services import Counts, Intake, import_cases
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.selectors.book import LISTS
from gongzhi.organisations import services as organisations
from gongzhi.record.services import deliver

FILE = "messages/unlabelled_2017_2020.csv.gz"
AREAS = {"community": town.COMMUNITY, "street": "440305007", "district": "440305"}


def build(url: str) -> town.Town:
    """The town with the list that ships, and a body of every kind that the list lets lead there."""
    built = town.build(url, (LISTS / "start.csv").read_bytes())
    there = {kind for kind, _place in built.world.bodies}
    wanted = {
        (line.lead, rung)
        for matter in mandates.matters()
        for rung, line in matter.lines.items()
        if rung in AREAS and line.lead not in there
    }
    places = built.world.places
    plans = [
        organisations.NewBody(kind, f"{places[AREAS[rung]].name}{kind}", places[AREAS[rung]], street.SINCE)
        for kind, rung in sorted(wanted)
    ]
    organisations.create_bodies(actor=street.SETUP, plans=plans)
    return built


def take_in(built: town.Town, data: Path) -> Counts:
    """Every message of the file, as its import takes them; heard, suggested for, and grouped."""
    with open_sheet(data / FILE) as sheet:
        rows = sheet.records(match_columns(sheet.headings, HEADINGS, required=("body",)))
        counts = import_cases(rows, Intake("messages", built.world.places[town.COMMUNITY].pk))
    deliver()
    group_waiting()
    return counts
