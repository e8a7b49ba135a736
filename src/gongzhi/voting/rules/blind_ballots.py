"""Ballots of a blind-signed vote as records that stand for themselves: anybody checks and counts them from one file.

A voter makes a key of their own (ECDSA P-256). Two issuers blind-sign it, each once for every elector, and cannot
recognise it later. The choice is signed with that key and handed in by nobody in particular. A record counts when both
issuers' signatures and the key's own hold; a key counts once.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from gongzhi.voting.rules import blind
from gongzhi.voting.rules.free import grouped

FORMAT = "gongzhi-blind-ballots/1"
ISSUERS = 2
POINT, HALF = 65, 32  # bytes of an uncompressed point of P-256, and of one half of its signature
LONGEST = 20_000


@dataclass(frozen=True)
class Record:
    """One ballot: the voter's key, the random bytes before it, the issuers' signatures, what it says, the key's seal.

    said: the choice as JSON text, exactly as it was sealed. All else is base64url without padding.
    """

    key: str
    prefix: str
    signatures: tuple[str, ...]
    said: str
    seal: str

    def as_dict(self) -> dict[str, Any]:
        """As it stands in the published file."""
        return {
            "key": self.key, "prefix": self.prefix, "signatures": list(self.signatures), "said": self.said,
            "seal": self.seal,
        }  # fmt: skip

    @property
    def digest(self) -> str:
        """By which the voter finds it again."""
        return sha256("\n".join([self.key, self.prefix, *self.signatures, self.said, self.seal]).encode()).hexdigest()


def record_of(given: Any) -> Record | None:
    """A record from JSON; None when something is missing or no text."""
    if not isinstance(given, Mapping):
        return None
    signatures = given.get("signatures")
    texts = [given.get(name) for name in ("key", "prefix", "said", "seal")]
    whole = isinstance(signatures, list) and len(signatures) == ISSUERS
    if not whole or not all(isinstance(one, str) and len(one) < LONGEST for one in [*texts, *(signatures or [])]):
        return None
    key, prefix, said, seal = (str(one) for one in texts)
    return Record(key, prefix, tuple(signatures or ()), said, seal)


def message_of(vote: str, key: bytes) -> bytes:
    """What the issuers sign, behind 32 random bytes: a purpose, the vote, and the voter's key."""
    return b"gongzhi ballot key\n" + vote.encode() + b"\n" + key


def sealed_bytes(vote: str, said: str) -> bytes:
    """What the voter's key signs."""
    return b"gongzhi ballot\n" + vote.encode() + b"\n" + said.encode()


def fault_of(record: Record, vote: str, issuers: Sequence[RSAPublicKey]) -> str:
    """Why a record does not count: "key", "issuer_1", "issuer_2", "seal"; empty when all holds."""
    try:
        key, prefix, seal = (unpacked(one) for one in (record.key, record.prefix, record.seal))
        signatures = [unpacked(one) for one in record.signatures]
        point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    except (ValueError, binascii.Error):
        return "key"
    if len(key) != POINT or len(prefix) != blind.PREFIX or packed(key) != record.key:
        return "key"
    message = prefix + message_of(vote, key)
    for number, (issuer, signature) in enumerate(zip(issuers, signatures, strict=True), start=1):
        if not blind.verify(issuer, message, signature):
            return f"issuer_{number}"
    return "" if _sealed(point, seal, sealed_bytes(vote, record.said)) else "seal"


def _sealed(point: EllipticCurvePublicKey, seal: bytes, message: bytes) -> bool:
    if len(seal) != 2 * HALF:
        return False
    pair = encode_dss_signature(int.from_bytes(seal[:HALF]), int.from_bytes(seal[HALF:]))
    try:
        point.verify(pair, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def file_of(
    vote: str,
    issuers: Sequence[Mapping[str, Any]],
    records: Iterable[Record],
    paper: Iterable[Any],
    counted: Any,
    standing: Sequence[str],
) -> dict[str, Any]:
    """What is published after the close; `issuers` hold name, key (PEM) and how many they issued.

    paper: what was read from paper, as it was counted. standing: the options that were not withdrawn.
    """
    ordered = sorted(records, key=lambda one: one.key)
    return {
        "format": FORMAT, "vote": vote, "issuers": [dict(one) for one in issuers],
        "ballots": [one.as_dict() for one in ordered], "paper": grouped(paper), "counted": counted,
        "standing": list(standing),
    }  # fmt: skip


def faults_of(given: Mapping[str, Any]) -> list[str]:
    """All that is wrong with a published file; empty when every ballot holds and the ballots are the counted ones.

    ValueError when it is no such file.
    """
    vote, keys, issued = _head(given)
    faults: list[str] = []
    seen: set[str] = set()
    said: list[Any] = []
    for number, one in enumerate(given["ballots"], start=1):
        record = record_of(one)
        why = "shape" if record is None else "twice" if record.key in seen else fault_of(record, vote, keys)
        choice = None if record is None or why else choice_of(record.said)
        if record is None or choice is None:
            faults.append(f"ballot {number}: {why or 'said'}")
            continue
        seen.add(record.key)
        said.append(ballot_of(choice, set(given["standing"])))
    faults += [f"issuer {at}: {many} issued, {len(seen)} cast" for at, many in enumerate(issued, 1) if many < len(seen)]
    paper = [ballot for ballot, many in given["paper"] for _copy in range(many)]
    if given.get("log") is not None and given["log"].get("size") != len(given["ballots"]):
        faults.append(f"log: {given['log'].get('size')} entered, {len(given['ballots'])} published")
    if grouped([*said, *paper]) != given["counted"]:
        faults.append("the ballots are not the ones that were counted")
    return faults


def choice_of(said: str) -> dict[str, Any] | None:
    """What a record says; None when it is no choice."""
    try:
        choice = json.loads(said)
    except ValueError:
        return None
    kinds = (("scores", dict), ("picked", list), ("ranking", list))
    good = isinstance(choice, dict) and any(isinstance(choice.get(name), kind) for name, kind in kinds)
    return choice if good else None


def ballot_of(choice: Mapping[str, Any], standing: Container[str]) -> Any:
    """A choice as a count reads it, of the options that stand: points by key, or keys in their order."""
    if "scores" in choice:
        return {key: points for key, points in choice["scores"].items() if key in standing}
    return [key for key in choice.get("picked", choice.get("ranking", [])) if key in standing]


def _head(given: Mapping[str, Any]) -> tuple[str, list[RSAPublicKey], list[int]]:
    if given.get("format") != FORMAT:
        raise ValueError("no file of blind-signed ballots")
    if not all(isinstance(given.get(name), list) for name in ("issuers", "ballots", "paper", "counted", "standing")):
        raise ValueError("a part of the file is missing")
    try:
        keys = [public_key(str(one["key"])) for one in given["issuers"]]
        issued = [int(one["issued"]) for one in given["issuers"]]
    except (KeyError, TypeError) as error:
        raise ValueError("an issuer without a key or a count") from error
    if len(keys) != ISSUERS or len({one["key"] for one in given["issuers"]}) != ISSUERS:
        raise ValueError("there must be two issuers with different keys")
    return str(given["vote"]), keys, issued


def public_key(text: str) -> RSAPublicKey:
    """A public key in PEM; ValueError for anything that is no RSA key."""
    key = load_pem_public_key(text.encode())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("an issuer's key is an RSA key")
    return key


def public_text(key: RSAPublicKey) -> str:
    """The key in PEM, as it is published."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def packed(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """The bytes; ValueError for anything else."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
