"""Blind signatures as RFC 9474 says, and records of ballots that anybody can check from one file."""

from __future__ import annotations

import io
import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from tests.reading import client_of
from tests.voting.living import ABOUT, CLOSES, DAY, OPENS, Live, live, people_roll, projects
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.voting import services
from gongzhi.voting.models import BlindBallot, BlindIssue, BlindIssuer, BlindLeaf, Mark
from gongzhi.voting.rules import blind
from gongzhi.voting.rules.blind_ballots import (
    Record,
    fault_of,
    faults_of,
    file_of,
    message_of,
    packed,
    public_key,
    public_text,
    record_of,
    sealed_bytes,
    unpacked,
)

VOTE = "https://example.test/votes/7/"


@cache
def keys() -> tuple[rsa.RSAPrivateKey, ...]:
    return blind.new_key(), blind.new_key()


def vector() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("rfc9474.json").read_text("utf-8"))


def vector_key(p: int, q: int) -> rsa.RSAPrivateKey:
    d = pow(blind.EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(blind.EXPONENT, p * q)
    parts = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    return rsa.RSAPrivateNumbers(p, q, d, *parts, public).private_key()


def test_the_signature_of_the_rfc_comes_out_whatever_it_was_blinded_with():
    known = vector()
    key = vector_key(int(known["p"], 16), int(known["q"], 16))
    message, salt = bytes.fromhex(known["msg"]), bytes.fromhex(known["salt"])
    for factor in (None, 2, 3**500):
        blinded, inverse = blind.blind(key.public_key(), message, lambda _count: salt, factor)
        signed = blind.blind_sign(key, blinded)
        assert blind.finalize(key.public_key(), message, signed, inverse).hex() == known["sig"]


@trying(max_examples=8, deadline=None)
@given(st.binary(max_size=200))
def test_what_comes_out_is_an_ordinary_signature_that_the_issuer_has_not_seen(text: bytes):
    key = keys()[0]
    message = blind.prepared(text)
    blinded, inverse = blind.blind(key.public_key(), message)
    signed = blind.blind_sign(key, blinded)
    signature = blind.finalize(key.public_key(), message, signed, inverse)
    key.public_key().verify(signature, message, PSS(MGF1(SHA384()), 48), SHA384())
    assert message.endswith(text) and len(message) == len(text) + 32 and signature not in (signed, blinded)
    assert not blind.verify(key.public_key(), message + b".", signature)
    assert not blind.verify(keys()[1].public_key(), message, signature)


def test_what_is_no_blinded_message_is_not_signed():
    key = keys()[0]
    modulus = key.public_key().public_numbers().n
    for bad in (
        b"",
        bytes(256),
        b"\x01".rjust(256, b"\0"),
        (modulus - 1).to_bytes(256),
        modulus.to_bytes(256),
        bytes(255),
    ):
        with pytest.raises(blind.BadBlinding):
            blind.blind_sign(key, bad)
    message = blind.prepared(b"x")
    blinded, inverse = blind.blind(key.public_key(), message)
    signed = blind.blind_sign(key, blinded)
    for answer, back in ((signed[:-1], inverse), (signed[::-1], inverse), (signed, inverse + 1)):
        with pytest.raises(blind.BadBlinding):
            blind.finalize(key.public_key(), message, answer, back)


def ballot(choice: Any, vote: str = VOTE, issuers: tuple[rsa.RSAPrivateKey, ...] | None = None) -> Record:
    mine = ec.generate_private_key(ec.SECP256R1())
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    message = blind.prepared(message_of(vote, point))
    signatures = []
    for issuer in issuers or keys():
        blinded, inverse = blind.blind(issuer.public_key(), message)
        signed = blind.finalize(issuer.public_key(), message, blind.blind_sign(issuer, blinded), inverse)
        signatures.append(packed(signed))
    said = choice if isinstance(choice, str) else json.dumps(choice)
    first, second = decode_dss_signature(mine.sign(sealed_bytes(vote, said), ec.ECDSA(SHA256())))
    seal = packed(first.to_bytes(32) + second.to_bytes(32))
    return Record(packed(point), packed(message[:32]), tuple(signatures), said, seal)


def publics() -> list[rsa.RSAPublicKey]:
    return [key.public_key() for key in keys()]


def test_a_record_counts_only_as_it_was_sealed_and_only_in_its_vote():
    good = ballot({"picked": ["a"]})
    assert fault_of(good, VOTE, publics()) == "" and record_of(good.as_dict()) == good
    assert fault_of(good, VOTE + "x", publics()) == "issuer_1"
    turned = good.signatures[::-1]
    for change, why in (
        ({"said": '{"picked": ["b"]}'}, "seal"), ({"seal": good.seal[:-4]}, "seal"), ({"seal": "§"}, "key"),
        ({"key": ballot({}).key}, "issuer_1"), ({"key": packed(bytes(65))}, "key"), ({"key": good.key + "="}, "key"),
        ({"prefix": packed(bytes(32))}, "issuer_1"), ({"signatures": turned}, "issuer_1"),
        ({"signatures": (good.signatures[0],) * 2}, "issuer_2"),
    ):  # fmt: skip
        assert fault_of(Record(**{**good.__dict__, **change}), VOTE, publics()) == why
    for odd in (None, [], {}, good.as_dict() | {"signatures": []}, good.as_dict() | {"said": 1}):
        assert record_of(odd) is None


def published(records: list[Record], counted: Any, issued: tuple[int, int] = (3, 3)) -> dict[str, Any]:
    issuers = [
        {"name": f"body {n}", "key": public_text(key), "issued": many}
        for n, (key, many) in enumerate(zip(publics(), issued, strict=True))
    ]
    return json.loads(json.dumps(file_of(VOTE, issuers, records, [["b"]], counted, ["a", "b"])))


def test_anybody_checks_and_counts_the_published_file():
    records = [ballot({"picked": ["a"]}), ballot({"picked": ["a"]}), ballot({"picked": ["b"]})]
    counted = [[["a"], 2], [["b"], 2]]
    good = published(records, counted)
    assert faults_of(good) == []
    assert faults_of(published(records[:2], counted)) == ["the ballots are not the ones that were counted"]
    assert faults_of(published([*records, records[0]], counted))[0].endswith("twice")
    assert faults_of(published(records, counted, (3, 2))) == ["issuer 2: 2 issued, 3 cast"]
    stranger = ballot({"picked": ["b"]}, issuers=(keys()[0], blind.new_key()))
    assert any(one.endswith("issuer_2") for one in faults_of(published([*records, stranger], counted, (4, 4))))
    same = good | {"issuers": [good["issuers"][0]] * 2}
    for broken in ({}, same, good | {"issuers": good["issuers"][:1]}, good | {"issuers": [{}, {}]}):
        with pytest.raises(ValueError, match="."):
            faults_of(broken)


# --- lived through ----------------------------------------------------------------------------------------------------


@pytest.fixture
def held(street: World, settings: Any, tmp_path: Path) -> Live:
    settings.BALLOT_KEYS = (tmp_path / "one", tmp_path / "two")
    return live(street, people_roll(4), rule="approval", title="先修哪个", options=projects(), secrecy="blind").opened()


class Browser:
    """What the page's script does: a key, two blinded requests, a sealed choice."""

    def __init__(self, vote_id: int) -> None:
        self.vote = vote_id
        self.mine = ec.generate_private_key(ec.SECP256R1())
        self.point = self.mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.message = blind.prepared(message_of(str(vote_id), self.point))
        self.signatures: list[str] = []
        self.mask = packed(secrets.token_bytes(32))

    def take(self, client: Client, elector: int) -> None:
        for issuer in BlindIssuer.objects.filter(vote_id=self.vote).order_by("number"):
            key = public_key(issuer.public)
            blinded, inverse = blind.blind(key, self.message)
            asked = {"issuer": issuer.number, "blinded": packed(blinded), "elector_id": elector}
            answer = client.post(reverse("vote_blind_issue", args=[self.vote]), asked)
            again = client.post(reverse("vote_blind_issue", args=[self.vote]), asked)
            assert answer.status_code == 200 and again.json() == answer.json(), answer.content.decode()
            signature = unpacked(answer.json()["signature"])
            self.signatures.append(packed(blind.finalize(key, self.message, signature, inverse)))

    def record(self, choice: Any) -> dict[str, Any]:
        said = json.dumps(choice)
        pair = decode_dss_signature(self.mine.sign(sealed_bytes(str(self.vote), said), ec.ECDSA(SHA256())))
        seal = packed(b"".join(one.to_bytes(32) for one in pair))
        made = Record(packed(self.point), packed(self.message[:32]), tuple(self.signatures), said, seal)
        return made.as_dict() | {"mask": self.mask}

    def put(self, record: Any) -> tuple[int, dict[str, Any]]:
        where = reverse("vote_blind_put", args=[self.vote])
        answer = Client(enforce_csrf_checks=True).post(where, json.dumps(record), content_type="application/json")
        return answer.status_code, answer.json()


def took(held: Live, number: int) -> Browser:
    browser = Browser(held.vote.pk)
    browser.take(client_of(held.resident(number)), held.elector(number).pk)
    return browser


@pytest.mark.django_db
def test_from_two_signatures_to_a_file_that_anybody_checks(held: Live, tmp_path: Path):
    pk = held.vote.pk
    with clock.at(OPENS + DAY):
        page = client_of(held.resident(1)).get(reverse("vote_blind", args=[pk])).content.decode()
        assert "领我的票" in page and "丢了" in page and page.count("data-issuer-key=") == 2
        assert client_of(held.resident(1)).get(reverse("vote_ballot", args=[pk])).status_code == 302
        assert Client().get(reverse("vote_blind_ballots", args=[pk])).status_code == 404
        browsers = [took(held, number) for number in (1, 2, 3)]
        digests = []
        for browser, choice in zip(browsers, (["lamp"], ["lamp", "tree"], ["tree"]), strict=True):
            status, told = browser.put(browser.record({"picked": choice}))
            assert status == 200, told
            digests.append(told["digest"])
        assert len(set(digests)) == 3
        services.give_paper(actor=held.desk[0], vote_id=pk, number=4)
        services.hand_in(actor=held.desk[0], vote_id=pk, sheets=[900])
        for one in held.desk[:2]:
            services.enter_paper(actor=one, vote_id=pk, sheet=900, choice={"picked": ["tree"]})
    certificate = held.result()
    assert certificate["items"][""]["inputs"]["ballots"] == [[["lamp", "tree"], 1], [["lamp"], 1], [["tree"], 2]]
    answer = Client().get(reverse("vote_blind_ballots", args=[pk]))
    file = tmp_path / "ballots.json"
    file.write_bytes(answer.content)
    assert faults_of(answer.json()) == [] and [one["issued"] for one in answer.json()["issuers"]] == [3, 3]
    out = io.StringIO()
    call_command("votes_recount", str(file), stdout=out)
    assert "3 ballots" in out.getvalue() and "every signature holds" in out.getvalue()
    file.write_text(answer.content.decode().replace("lamp", "ramp"), "utf-8")
    with pytest.raises(SystemExit) as end:
        call_command("votes_recount", str(file), stdout=io.StringIO())
    assert end.value.code == 1
    assert "下载全部选票" in Client().get(reverse("vote_result", args=[pk])).content.decode()


@pytest.mark.django_db
def test_nothing_in_the_database_leads_from_a_person_to_a_ballot(held: Live):
    with clock.at(OPENS + DAY):
        browser = took(held, 1)
        assert browser.put(browser.record({"picked": ["lamp"]}))[0] == 200
    assert {field.name for field in BlindBallot._meta.get_fields()} == {"id", "vote", "key", "record", "choice"}
    kept = BlindBallot.objects.get()
    issues = list(BlindIssue.objects.values_list("blinded_digest", flat=True))
    assert len(issues) == 2 and not any(digest in json.dumps(kept.record) for digest in issues)
    assert Mark.objects.get().ballots.count() == 0


@pytest.mark.django_db
def test_each_issuer_signs_once_for_an_elector_and_for_nobody_else(held: Live):
    pk, where = held.vote.pk, reverse("vote_blind_issue", args=[held.vote.pk])
    key = public_key(BlindIssuer.objects.get(vote=pk, number=1).public)
    blinded, _inverse = blind.blind(key, blind.prepared(b"another"))
    with clock.at(OPENS + DAY):
        took(held, 1)
        for actor, asked, code in (
            (held.resident(1), {"issuer": 1, "blinded": packed(blinded)}, "issued_already"),
            (held.resident(2), {"issuer": 1, "blinded": packed(blinded), "elector_id": held.elector(1).pk}, "denied"),
            (held.resident(2), {"issuer": 3, "blinded": packed(blinded)}, "unknown_issuer"),
            (held.resident(2), {"issuer": 1, "blinded": "AAAA"}, "bad_blinding"),
            (held.resident(2), {"issuer": 1, "blinded": "§"}, "bad_blinding"),
            (held.desk[0], {"issuer": 1, "blinded": packed(blinded)}, "denied"),
        ):
            answer = client_of(actor).post(where, asked)
            assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert Client().post(where, {"issuer": 1}).json()["code"] == "denied"
        with pytest.raises(Refused, match="已经在网上投过"):
            services.give_paper(actor=held.desk[0], vote_id=pk, number=1)
        services.give_paper(actor=held.desk[0], vote_id=pk, number=3)
        taken = client_of(held.resident(3)).post(where, {"issuer": 1, "blinded": packed(blinded)})
        assert taken.json()["code"] == "paper_first"
    assert BlindIssue.objects.count() == 2 and Mark.objects.count() == 2
    with clock.at(CLOSES + DAY):
        late = client_of(held.resident(2)).post(where, {"issuer": 1, "blinded": packed(blinded)})
        assert late.json()["code"] == "closed"


@pytest.mark.django_db
def test_a_ballot_counts_once_and_only_with_both_signatures(held: Live):
    with clock.at(OPENS + DAY):
        browser = took(held, 1)
        good = browser.record({"picked": ["lamp"]})
        for bad, code in (
            (None, "bad_record"), ({}, "bad_record"), (good | {"said": '{"picked": ["tree"]}'}, "bad_record"),
            (good | {"signatures": good["signatures"][::-1]}, "bad_record"),
            (ballot({"picked": ["lamp"]}, str(held.vote.pk)).as_dict(), "bad_record"),
            (browser.record({"picked": ["nobody"]}), "unlisted"), (browser.record({"picked": []}), "blank"),
            (browser.record("not a choice"), "bad_choice"), (good | {"mask": ""}, "bad_record"),
            (good | {"mask": packed(bytes(32))}, "bad_record"),
        ):  # fmt: skip
            status, told = browser.put(bad)
            assert (status, told["code"]) == (422, code)
        first, again = browser.put(good), browser.put(good)
        assert first == again and first[0] == 200
        assert browser.put(browser.record({"picked": ["tree"]}))[1]["code"] == "cast_already"
        with pytest.raises(Refused, match="盲签的入口"):
            services.cast(actor=held.resident(2), vote_id=held.vote.pk, choice={"picked": ["lamp"]})
    with clock.at(CLOSES + DAY):
        assert browser.put(good)[1]["code"] == "closed"
        other = good | {"mask": packed(b"x" * 32)}
        assert browser.put(other)[1]["code"] == "closed"
    with clock.at(OPENS + DAY):
        assert browser.put(other)[1]["code"] == "cast_already", "a ballot has one leaf, whatever is sent again"
        assert took(held, 2).put(took(held, 3).record({"picked": ["tree"]}))[1]["proof"]["index"] == 1
        assert browser.put(good) == first, "the proof of the moment, once more"
    assert BlindBallot.objects.count() == BlindLeaf.objects.count() == 2


@pytest.mark.django_db
def test_keys_are_private_files_and_a_law_or_a_missing_second_body_refuses(held: Live, settings: Any):
    for number, folder in enumerate(settings.BALLOT_KEYS, start=1):
        file = folder / f"{held.vote.pk}.pem"
        assert file.stat().st_mode & 0o077 == 0
        issuer = BlindIssuer.objects.get(vote=held.vote, number=number)
        assert "PRIVATE" not in issuer.public and issuer.name
        file.write_text("gone")
    blinded, _inverse = blind.blind(public_key(issuer.public), blind.prepared(b"x"))
    with clock.at(OPENS + DAY), pytest.raises(Refused) as refusal:
        services.issue(actor=held.resident(1), vote_id=held.vote.pk, issuer=2, blinded=blinded)
    assert refusal.value.code == "key_gone" and not BlindIssue.objects.exists() and not Mark.objects.exists()
    with pytest.raises(Refused, match="法定"):
        services.draw_up(
            actor=held.desk[0], about=ABOUT, body_id=held.body_id, place_id=held.vote.place_id, title="换届",
            rule="representatives", opens=OPENS, closes=CLOSES, secrecy="blind",
        )  # fmt: skip
