"""The two issuers of a vote's blind-signed ballots: who they are, and their keys, each in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.voting.models import BlindIssuer, Vote
from gongzhi.voting.rules import blind
from gongzhi.voting.rules.blind_ballots import public_text
from gongzhi.voting.services.ballot_log import open_log

# Who signs beside the organiser, in this order: whoever watches the committee first.
BESIDE = ("residents_supervision", "residents_committee", "community_party", "street_office")


def establish(vote: Vote) -> list[BlindIssuer]:
    """Two issuers with new keys for this vote alone, and an empty log for its ballots.

    Refused: "secrecy" when no second body is there, "keys_together".
    """
    check_apart()
    around = (organisations.body_for(kind, vote.place) for kind in BESIDE)
    other = next((body for body in around if body is not None and body.pk != vote.body_id), None)
    if other is None:
        words = _("盲签要有两家单位各签一次，这里找不到第二家。请选记名或无记名。")
        raise Refused(words, code="secrecy", field="secrecy")
    names = (vote.body.name, other.name)
    made = [
        BlindIssuer(vote=vote, number=number, name=name, public=public_text(_new(vote, number).public_key()))
        for number, name in enumerate(names, start=1)
    ]
    open_log(vote)
    return BlindIssuer.objects.bulk_create(made)


def apart() -> bool:
    """Whether each issuer's keys lie in a folder of their own, neither within the other."""
    one, other = (Path(folder).resolve() for folder in settings.BALLOT_KEYS)
    return not (one.is_relative_to(other) or other.is_relative_to(one))


def check_apart() -> None:
    """Refused("keys_together") where one folder holds both keys; a demonstration may, and its page says so."""
    if not apart() and not settings.DEMO:
        words = _("两家签发单位的钥匙不能放在同一个文件夹。请给两家各设一个，再办盲签投票。")
        raise Refused(words, code="keys_together", field="secrecy")


def key_of(issuer: BlindIssuer) -> RSAPrivateKey:
    """The issuer's private key. Refused("key_gone") when its file is not there or is another key."""
    try:
        key = load_pem_private_key(_file(issuer.vote_id, issuer.number).read_bytes(), None)
    except (OSError, ValueError) as fault:
        raise _gone() from fault
    if not isinstance(key, RSAPrivateKey) or public_text(key.public_key()) != issuer.public:
        raise _gone()
    return key


def _gone() -> Refused:
    return Refused(_("签发选票的钥匙现在用不了，请告诉组织方。您的票没有丢。"), code="key_gone")


def _file(vote_id: int, number: int) -> Path:
    return Path(settings.BALLOT_KEYS[number - 1]) / f"{vote_id}.pem"


def _new(vote: Vote, number: int) -> RSAPrivateKey:
    """A key, written for its owner's eyes only; one left by a draft that was never kept is written over."""
    key = blind.new_key()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = _file(vote.pk, number)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
    return key
