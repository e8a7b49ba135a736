"""The certificate of a vote: everything that a stranger needs to count it again, and nothing that names anybody.

Heads are numbers, units are commitments: whoever knows the opening of his own unit finds his row, nobody else's. The
rows stand in the order of their commitments, so that their order tells nothing. The form is plain JSON without broken
numbers; its SHA-256 is taken over the canonical form (keys sorted, no spaces, UTF-8) without the field "sha256".
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongzhi.voting.rules import assembly, coarse, election, owners
from gongzhi.voting.rules.outcome import Outcome, Reason
from gongzhi.voting.rules.owners_law import Charter, OwnersLaw
from gongzhi.voting.rules.owners_roll import CHOICES, TORN, Unit
from gongzhi.voting.rules.verdicts import Procedure, ProcedureLaw, examine, judged

SCHEMA = "gongzhi.certificate/1"
RECOUNT = "./bin/gongzhi votes recount CERTIFICATE.json"
COLUMNS = ["head", "area", "choice", "proofs", "unit"]
AREA_UNIT = "0.01 m2"
SAYINGS = {*CHOICES, TORN}
Inputs = Mapping[str, Any]
Recounter = Callable[[Inputs], Outcome]


class Unreadable(ValueError):
    """The file is no certificate of ours, or one that is broken; the message says where."""


@dataclass(frozen=True)
class Difference:
    """A place where the certificate does not say what the recount finds."""

    where: str
    certified: Any
    recounted: Any

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON can hold it."""
        return {"where": self.where, "certified": self.certified, "recounted": self.recounted}


@dataclass(frozen=True)
class Item:
    """One question of a vote: the rule that decides it and what that rule counts; `key` is empty where there is one."""

    rule: str
    inputs: Inputs
    key: str = ""
    title: str = ""


def certificate(
    items: Sequence[Item],
    *,
    vote: Mapping[str, Any],
    base: Mapping[str, Any],
    procedure: tuple[Procedure, ProcedureLaw] | None = None,
) -> dict[str, Any]:
    """Count every item by its rule and write down everything. KeyError for a rule that cannot be recounted.

    vote: number, dates, matter, body: what the reader must know, never a name. base: the electorate's figures and where
    they come from ("source"). procedure: what happened and what must be kept; without it only the count is judged.
    """
    given: dict[str, Any] = {"schema": SCHEMA, "recount": RECOUNT, "vote": _normal(vote), "base": _normal(base)}
    given["items"] = {one.key: {"rule": one.rule, "title": one.title, "inputs": dict(one.inputs)} for one in items}
    if procedure is not None:
        given["procedure"] = {"facts": procedure[0].as_dict(), "law": procedure[1].as_dict()}
    for key, (found, points) in _again(given).items():
        given["items"][key] |= {"outcome": _normal(found.as_dict()), "points": _normal(points)}
    return given | {"sha256": digest(given)}


def public(given: Mapping[str, Any], least: int) -> dict[str, Any]:
    """The certificate as anybody reads it: an owners' rows are sums (see `coarse`), with the exact one's digest.

    It counts to the same outcome in every number. The exact one stays with those who stand on the roll.
    """
    rows = {key: item for key, item in given["items"].items() if "rows" in item["inputs"]}
    if not rows:
        return dict(given)
    told = {key: item | {"inputs": coarse.coarsened(item["inputs"], least)} for key, item in rows.items()}
    open_ = {**given, "items": {**given["items"], **told}, "exact_sha256": given["sha256"]}
    return open_ | {"sha256": digest(open_)}


def recount(given: Mapping[str, Any]) -> Outcome:
    """The outcome of a certificate's one item (its first), counted anew; Unreadable when that cannot be done."""
    return next(iter(recount_all(given).values()))


def recount_all(given: Mapping[str, Any]) -> dict[str, Outcome]:
    """The outcome of every item, counted anew from the certificate's own rows and rule; Unreadable if that fails."""
    return {key: found for key, (found, _points) in _guarded(given).items()}


def differences(given: Mapping[str, Any], laws: Mapping[str, Any] | None = None) -> list[Difference]:
    """Everything that differs between a certificate and its recount; empty when all agrees.

    laws: what the reader's own rule packs say for the day, by item; a certificate that used other shares differs.
    """
    apart = _apart("sha256", given.get("sha256"), digest(given))
    for key, (found, points) in _guarded(given).items():
        item, where = given["items"][key], f"items.{key}" if key else "item"
        apart += _apart(f"{where}.outcome", item.get("outcome"), _normal(found.as_dict()))
        apart += _apart(f"{where}.points", item.get("points"), _normal(points))
        if laws and laws.get(key) is not None:
            apart += _apart(f"{where}.law", item["inputs"].get("law"), _normal(laws[key]))
    return apart


def canonical(value: Any) -> str:
    """JSON in its one form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _normal(value: Any) -> Any:
    """The value as it comes back from a file."""
    return json.loads(canonical(value))


def digest(given: Mapping[str, Any]) -> str:
    """SHA-256 of the certificate's canonical form without the field that holds it."""
    plain = {key: value for key, value in given.items() if key != "sha256"}
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def read(text: str) -> dict[str, Any]:
    """A certificate from its file's text; Unreadable for anything else, numbers with a broken part included."""
    try:
        given = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON of a certificate: {error}") from error
    if not isinstance(given, dict) or given.get("schema") != SCHEMA:
        raise Unreadable(f"not a certificate of the form {SCHEMA}")
    return given


def owners_inputs(
    units: Iterable[Unit],
    law: OwnersLaw,
    charter: Charter,
    secret: bytes,
    *,
    stated_area: int | None = None,
    faults: Sequence[Reason] = (),
    remarks: Sequence[Reason] = (),
) -> dict[str, Any]:
    """What a recount of an owners' vote needs. `secret` belongs to the vote and stays with its holder."""
    numbers: dict[str, int] = {}
    listed = []
    for sealed, unit in _committed(units, charter, secret):
        head = numbers.setdefault(unit.head or "\0" + unit.key, len(numbers) + 1)
        listed.append([head, unit.area, unit.choice, unit.proofs, sealed])
    return {
        "law": law.as_dict(),
        "charter": charter.as_dict(),
        "columns": COLUMNS,
        "area_unit": AREA_UNIT,
        "rows": listed,
        "stated_area": stated_area,
        "faults": [reason.as_dict() for reason in faults],
        "remarks": [reason.as_dict() for reason in remarks],
    }


def assembly_inputs(show: assembly.Show, law: assembly.AssemblyLaw) -> dict[str, Any]:
    """What a recount of an assembly's item needs."""
    return {"law": law.as_dict(), "show": show.as_dict()}


def election_inputs(
    ballots: Iterable[election.Ballot], contest: election.Contest, law: election.ElectionLaw
) -> dict[str, Any]:
    """What a recount of an election needs; ballots are sorted, so that their order tells nothing of who cast them."""
    sheets = sorted(list(names) for names in ballots)
    return {"law": law.as_dict(), "contest": contest.as_dict(), "ballots": sheets}


def new_secret() -> bytes:
    """A secret for the rows of one vote."""
    return secrets.token_bytes(32)


def opening(secret: bytes, key: str) -> str:
    """What the holder of one unit is given to find its row."""
    return _opened(secret, key).hex()


def commitment(opened: str, key: str) -> str:
    """What stands in the certificate for a unit: keyed BLAKE2b of its name, with the opening as the key."""
    return _sealed(bytes.fromhex(opened), key)


def _opened(secret: bytes, key: str) -> bytes:
    return hashlib.blake2b(key.encode(), key=secret[:64], digest_size=16, person=b"gongzhi opening").digest()


def _sealed(opened: bytes, key: str) -> str:
    sealed = hashlib.blake2b(key.encode(), key=opened, digest_size=24, person=b"gongzhi unit").digest()
    return base64.urlsafe_b64encode(sealed).decode()


def rows_of(given: Mapping[str, Any], key: str, opened: str) -> dict[str, dict[str, Any]]:
    """The row of one unit in every item, for the person who has its opening; empty when there is no such row."""
    try:
        sealed = commitment(opened, key)
    except ValueError:
        return {}
    found = {}
    for key_of_item, item in given["items"].items():
        for row in item["inputs"].get("rows", ()):
            if row[-1] == sealed:
                found[key_of_item] = dict(zip(COLUMNS, row, strict=True))
    return found


def register(rule: str, recounter: Recounter) -> None:
    """Teach certificates another rule: how to count its `inputs` again."""
    RECOUNTERS[rule] = recounter


def _committed(units: Iterable[Unit], charter: Charter, secret: bytes) -> list[tuple[str, Unit]]:
    sealed = [(_sealed(_opened(secret, u.key), u.key), u) for u in units if charter.concerns(u.kind, u.scope)]
    return sorted(sealed, key=lambda pair: pair[0])


def _owners(inputs: Inputs) -> Outcome:
    charter = replace(Charter.of_dict(inputs["charter"]), scope=(), left_out=())
    faults, remarks = (tuple(_reason(one) for one in inputs[name]) for name in ("faults", "remarks"))
    law = OwnersLaw.of_dict(inputs["law"])
    if "sums" in inputs:
        tally = coarse.tally_of(inputs, charter)
        given = replace(tally, faults=(*faults, *tally.faults), remarks=(*remarks, *tally.remarks))
        return owners.judge(given, law, charter)
    if not {row[2] for row in inputs["rows"]} <= SAYINGS:
        raise ValueError("a row says what no ballot can say")
    units = map(coarse.unit_of, inputs["rows"])
    return owners.count(units, law, charter, inputs["stated_area"], faults, remarks)


def _assembly(inputs: Inputs) -> Outcome:
    return assembly.decide(assembly.Show.of_dict(inputs["show"]), assembly.AssemblyLaw.of_dict(inputs["law"]))


def _election(inputs: Inputs) -> Outcome:
    ballots = [tuple(names) for names in inputs["ballots"]]
    law = election.ElectionLaw.of_dict(inputs["law"])
    return election.elect(ballots, election.Contest.of_dict(inputs["contest"]), law)


RECOUNTERS: dict[str, Recounter] = {
    owners.RULE: _owners,
    assembly.RESIDENTS: _assembly,
    assembly.REPRESENTATIVES: _assembly,
    assembly.HOUSEHOLDS: _assembly,
    election.RULE: _election,
}


def _again(given: Mapping[str, Any]) -> dict[str, tuple[Outcome, list[dict[str, Any]]]]:
    return {str(key): _one(item, given.get("procedure")) for key, item in given["items"].items()}


def _one(item: Mapping[str, Any], kept: Mapping[str, Any] | None) -> tuple[Outcome, list[dict[str, Any]]]:
    found = RECOUNTERS[item["rule"]](item["inputs"])
    if kept is None:
        return found, []
    charter = Charter.of_dict(item["inputs"].get("charter", {})) if item["rule"] == owners.RULE else Charter()
    points = examine(Procedure.of_dict(kept["facts"]), ProcedureLaw.of_dict(kept["law"]), charter)
    return judged(found, points), [{"finding": finding, **reason.as_dict()} for finding, reason in points]


def _guarded(given: Mapping[str, Any]) -> dict[str, tuple[Outcome, list[dict[str, Any]]]]:
    try:
        found = _again(given)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError) as error:
        raise Unreadable(f"the certificate cannot be counted again: {type(error).__name__} {error}") from error
    if not found:
        raise Unreadable("the certificate has no item")
    return found


def _reason(given: Mapping[str, Any]) -> Reason:
    return Reason(str(given["code"]), dict(given["numbers"]), str(given["ground"]))


def _apart(where: str, one: Any, other: Any) -> list[Difference]:
    """The innermost places where two JSON values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted(one.keys() | other.keys())
        return [d for key in keys for d in _apart(f"{where}.{key}", one.get(key), other.get(key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for at, (a, b) in pairs for d in _apart(f"{where}[{at}]", a, b)]
    return [] if one == other and type(one) is type(other) else [Difference(where, one, other)]


def _no_float(text: str) -> float:
    raise ValueError(f"a certificate has whole numbers only, not {text}")
