"""Count files of votes that a law decides (owners, assemblies, elections), by the law of the day from the packs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import open_sheet
from gongzhi.voting import laws
from gongzhi.voting.rules import assembly, certificate, election, owners
from gongzhi.voting.rules.areas import BadArea, read_area
from gongzhi.voting.rules.election_file import read_papers
from gongzhi.voting.rules.files import Asked, Counted
from gongzhi.voting.rules.hall_file import read_hall
from gongzhi.voting.rules.outcome import Outcome, Reason
from gongzhi.voting.rules.owners_file import OwnersFile, read_owners
from gongzhi.voting.rules.owners_law import SWITCHES, Charter
from gongzhi.voting.rules.published import Published, count_published
from gongzhi.voting.rules.totals_file import from_values, is_totals_sheet, read_totals

# How people say the by-laws' choices on a command line.
SAID = {
    "silence": {"majority": "with_majority", "follow": "with_majority", "follow_majority": "with_majority",
                "随多数": "with_majority", "participate": "participates", "算参与": "participates",
                "none": "not_participating", "absent": "not_participating", "不参与": "not_participating"},
    "abstention": {"majority": "with_majority", "follow": "with_majority", "follow_majority": "with_majority",
                   "随多数": "with_majority", "none": "neither", "都不算": "neither"},
    "parking": {"include": "counted", "included": "counted", "in": "counted", "yes": "counted", "计入": "counted",
                "exclude": "excluded", "out": "excluded", "no": "excluded", "不计": "excluded", "不计入": "excluded"},
}  # fmt: skip
MOST_JSON = 20_000_000


def by_owners(asked: Asked) -> Counted:
    """Owners by area and heads: a sheet of units, or published totals.

    Options: matter, on, total_area, silence, abstention, parking, conflict, scope, left_out, ground (the by-law),
    source (of the roll's figures), certificate (a file to write).
    """
    on = _day(asked)
    law, by_laws = laws.owners(asked.given.get("matter", "other"), on), _charter(asked, on)
    given = _totals(asked.path)
    if given is not None:
        outcome = count_published(given, law, by_laws)
        return Counted(_assumed(outcome, asked), beside={"law": law.as_dict(), "charter": by_laws.as_dict()})
    roll = read_owners(asked.path)
    stated = _area(asked.given.get("total_area", "")) or roll.stated_area
    outcome = owners.count(roll.units, law, by_laws, stated, roll.faults, roll.remarks)
    beside = {
        "law": law.as_dict(),
        "charter": by_laws.as_dict(),
        "refused": [row.as_dict() for row in roll.refused],
    }
    if asked.given.get("certificate"):
        inputs = certificate.owners_inputs(
            roll.units, law, by_laws, _secret(asked), stated_area=stated, faults=roll.faults, remarks=roll.remarks
        )
        beside |= _written(asked, certificate.Item(owners.RULE, inputs), _base(asked, roll))
    return Counted(_assumed(outcome, asked), beside=beside)


def in_the_hall(asked: Asked) -> Counted:
    """One item of a residents', households' or representatives' assembly; options: on, entitled, certificate."""
    law = laws.assembly(asked.rule.strip().lower().replace("-", "_"), _day(asked))
    show, remarks = read_hall(asked.path)
    entitled = _number(asked, "entitled")
    if entitled is not None:
        show = replace(show, entitled=entitled)
    found = assembly.decide(show, law)
    verdict = replace(found.verdict, reasons=(*found.verdict.reasons, *remarks))
    beside: dict[str, Any] = {"law": law.as_dict()}
    if asked.given.get("certificate"):
        item = certificate.Item(law.kind, certificate.assembly_inputs(show, law))
        beside |= _written(asked, item, {"heads": show.entitled, "source": asked.given.get("source", "")})
    return Counted(replace(found, verdict=verdict), beside=beside)


def at_the_election(asked: Asked) -> Counted:
    """A residents' committee's election; options: on, method, voters, returned (with totals), issued, second."""
    law = laws.election(asked.given.get("method", election.VOTERS), _day(asked))
    papers = read_papers(asked.path)
    voters, returned = _number(asked, "voters"), _number(asked, "returned")
    if voters is None or not asked.seats or (papers.votes is not None and returned is None):
        raise Refused(
            _("请写明 --seats、--charter voters=选民人数；只有得票数的，再写 --charter returned=收回票数。"),
            code="seats",
        )
    standing = tuple(name for name in papers.candidates if name not in asked.withdrawn)
    second = asked.given.get("second", "") not in ("", "0", "no")
    contest = election.Contest(voters, asked.seats, standing, _number(asked, "issued") or 0, 0, second)
    if papers.votes is not None:
        votes = {name: papers.votes[name] for name in standing}
        return Counted(election.decide(votes, returned or 0, contest, law), beside={"law": law.as_dict()})
    beside: dict[str, Any] = {"law": law.as_dict()}
    if asked.given.get("certificate"):
        item = certificate.Item(election.RULE, certificate.election_inputs(papers.ballots, contest, law))
        beside |= _written(asked, item, {"heads": voters, "source": asked.given.get("source", "")})
    return Counted(election.elect(papers.ballots, contest, law), beside=beside)


def _day(asked: Asked) -> date:
    text = asked.given.get("on", "")
    try:
        return date.fromisoformat(text) if text else clock.now().astimezone(clock.CHINA).date()
    except ValueError as bad:
        raise Refused(_("日期写成 2026-03-01 的样子，不是 {what}。", what=text), code="date", field="on") from bad


def _charter(asked: Asked, on: date) -> Charter:
    chosen: dict[str, Any] = {name: asked.given[name] for name in (*SWITCHES, "ground") if name in asked.given}
    chosen |= {name: words.get(chosen[name], chosen[name]) for name, words in SAID.items() if name in chosen}
    for name in ("scope", "left_out"):
        if asked.given.get(name):
            chosen[name] = [part.strip() for part in asked.given[name].split(",")]
    try:
        return laws.charter(on, **chosen)
    except ValueError as bad:
        raise Refused(_("议事规则的选项不对：{what}", what=str(bad)), code="charter") from bad


def _totals(path: Path) -> Published | None:
    """Published totals, when the file holds them; None for a sheet of units."""
    if path.suffix.lower() == ".json":
        return from_values(_json(path))
    with open_sheet(path) as sheet:
        headings = sheet.headings
    return read_totals(path) if is_totals_sheet(headings) else None


def _json(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > MOST_JSON:
            raise ValueError("too large")
        given = json.loads(path.read_text("utf-8-sig"), parse_float=str)
    except (OSError, ValueError, RecursionError) as bad:
        raise Refused(_("读不了这个文件：{what}", what=str(bad)), code="file_kind", field="file") from bad
    if not isinstance(given, dict):
        raise Refused(_("这个文件里没有合计数。"), code="file_kind", field="file")
    return given


def _area(text: str) -> int | None:
    if not text:
        return None
    try:
        return read_area(text)
    except BadArea as bad:
        raise Refused(_("总面积看不懂：{what}", what=text), code="area", field="total_area") from bad


def _number(asked: Asked, name: str) -> int | None:
    text = asked.given.get(name, "").replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refused(_("{name} 要写数字，不是 {what}。", name=name, what=text), code="number", field=name)
    return int(text)


def _assumed(found: Outcome, asked: Asked) -> Outcome:
    """Where nobody said what the matter is, an ordinary one is counted, and the verdict says so."""
    if asked.given.get("matter"):
        return found
    reasons = (*found.verdict.reasons, Reason("matter_assumed_ordinary"))
    return replace(found, verdict=replace(found.verdict, reasons=reasons))


def _secret(asked: Asked) -> bytes:
    """From the published seed where one is given, else new: rows must not be told by guessing names of rooms."""
    return asked.given["secret"].encode() if asked.given.get("secret") else certificate.new_secret()


def _base(asked: Asked, roll: OwnersFile) -> dict[str, Any]:
    return {"units": len(roll.units), "source": asked.given.get("source", ""), "refused": len(roll.refused)}


def _written(asked: Asked, item: certificate.Item, base: Mapping[str, Any]) -> dict[str, Any]:
    given = certificate.certificate([item], vote={"rule": item.rule}, base=base)
    target = Path(asked.given["certificate"])
    try:
        target.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    except OSError as bad:
        raise Refused(_("证书写不进 {file}：{what}", file=str(target), what=str(bad)), code="file_kind") from bad
    return {"certificate": {"file": str(target), "sha256": given["sha256"]}}
