"""Read approval profiles for committees in the `.abc.yaml` format: the small part of YAML that such files use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.pabulib import refuse, text_of

KEY = re.compile(r"([a-z_]+):(?:\s+(.*))?$")
MOST_CANDIDATES = 1000


@dataclass(frozen=True)
class Expected:
    """What the file says that a rule gives: all committees (irresolute), or those of which it gives one."""

    rule: str
    committees: tuple[tuple[int, ...], ...] | None
    resolute: bool


@dataclass(frozen=True)
class Profile:
    """Candidates 0, 1, 2, …; equal ballots together with how many there are; how many are to be elected."""

    candidates: int
    ballots: tuple[tuple[frozenset[int], int], ...]
    seats: int
    names: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = field(default=())

    @property
    def voters(self) -> int:
        """How many ballots, empty ones included."""
        return sum(weight for _approved, weight in self.ballots)


def read(path: Path, seats: int | None = None) -> Profile:
    """The profile in a file; `seats` where given goes before the file's own. Refused("ballot_file")."""
    return parse(text_of(path), seats)


def parse(text: str, seats: int | None = None) -> Profile:
    """The profile in a text."""
    top, compute = _entries(text)
    if "profile" not in top:
        raise Refused(_("文件里没有 profile（选票）。"), code="ballot_file", field="file")
    line, ballots = _flow(*top["profile"])
    if not _lists_of_numbers(ballots):
        refuse(line, "profile 应是若干张选票，每张是候选人编号的列表")
    many = _number(top, "num_cand", 1 + max((one for ballot in ballots for one in ballot), default=0))
    wanted = seats if seats is not None else _number(top, "committeesize", 0)
    _fits(line, ballots, many, wanted)
    weights = _flow(*top["voter_weights"])[1] if "voter_weights" in top else [1] * len(ballots)
    if len(weights) != len(ballots) or not all(isinstance(one, int) and one > 0 for one in weights):
        refuse(top["voter_weights"][0], "voter_weights 应给每张选票一个正整数")
    groups: dict[frozenset[int], int] = {}
    for ballot, weight in zip(ballots, weights, strict=True):
        groups[frozenset(ballot)] = groups.get(frozenset(ballot), 0) + weight
    names = tuple(map(str, _flow(*top["cand_names"])[1])) if "cand_names" in top else ()
    return Profile(many, tuple(groups.items()), wanted, names, tuple(compute))


def _fits(line: int, ballots: list[list[int]], many: int, seats: int) -> None:
    if not 1 <= many <= MOST_CANDIDATES:
        refuse(line, "候选人数应在 1 到 {most} 之间", most=MOST_CANDIDATES)
    if not 1 <= seats <= many:
        raise Refused(_("应选人数应在 1 到候选人数之间。"), code="seats", field="seats")
    for ballot in ballots:
        if len(set(ballot)) != len(ballot) or not all(0 <= one < many for one in ballot):
            refuse(line, "选票里的编号不在 0 到 {last} 之间，或写了两次", last=many - 1)


def _entries(text: str) -> tuple[dict[str, tuple[int, str]], list[Expected]]:
    """Top-level keys with their line and text, continuation lines joined; and the list under `compute`."""
    top: dict[str, tuple[int, str]] = {}
    rules: list[dict[str, tuple[int, str]]] = []
    into, last = top, ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        indented = raw[:1] in (" ", "\t")
        goes_on = indented and not KEY.match(line) and not line.startswith("- ")  # a long text
        if last and (goes_on or _is_open(into[last][1])):
            into[last] = (into[last][0], f"{into[last][1]} {line}")
            continue
        if line.startswith("- "):
            rules.append({})
            into, line = rules[-1], line.removeprefix("- ")
        elif not indented:
            into = top
        found = KEY.match(line)
        if not found:
            refuse(number, "这不是 .abc.yaml 文件")
        last = found[1]
        into[last] = (number, found[2] or "")
    return top, [_expected(rule) for rule in rules if "rule_id" in rule]


def _is_open(words: str) -> bool:
    return words.count("[") > words.count("]")


def _expected(rule: dict[str, tuple[int, str]]) -> Expected:
    line, words = rule.get("result", (0, ""))
    found = _flow(line, words)[1] if words else None
    if found is not None and not _lists_of_numbers(found):
        refuse(line, "这里应是列表")
    committees = None if found is None else tuple(tuple(sorted(one)) for one in found)
    return Expected(rule["rule_id"][1], committees, rule.get("resolute", (0, ""))[1] == "true")


def _flow(line: int, words: str) -> tuple[int, list[Any]]:
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        refuse(line, "列表读不懂，括号或逗号可能不全")
    if not isinstance(found, list):
        refuse(line, "这里应是列表")
    return line, found


def _lists_of_numbers(found: list[Any]) -> bool:
    return all(isinstance(one, list) and all(type(number) is int for number in one) for one in found)


def _number(top: dict[str, tuple[int, str]], key: str, otherwise: int) -> int:
    if key not in top:
        return otherwise
    line, word = top[key]
    if not re.fullmatch(r"\d{1,9}", word):
        refuse(line, "{key} 应是整数，写的是“{word}”", key=key, word=word[:40])
    return int(word)
