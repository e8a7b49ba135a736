"""Blind-signed ballots: what a voter costs the server, and how long it takes to check and count a published file."""

from __future__ import annotations

import json
from time import process_time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongzhi.voting.rules import blind
from gongzhi.voting.rules.blind_ballots import (
    Record,
    fault_of,
    faults_of,
    file_of,
    message_of,
    packed,
    public_text,
    sealed_bytes,
)

VOTERS, BALLOTS, SAID = 200, 2000, '{"picked": ["a"]}'


def main() -> None:
    """Print both measures in processor time."""
    keys = [blind.new_key() for _issuer in range(2)]
    publics = [key.public_key() for key in keys]
    asked = [(key, blind.blind(key.public_key(), blind.prepared(b"x"))[0]) for key in keys]
    began = process_time()
    for _voter in range(VOTERS):
        for key, blinded in asked:
            blind.blind_sign(key, blinded)
    signing = (process_time() - began) / VOTERS
    records = [_ballot(keys) for _ballot_number in range(BALLOTS)]
    began = process_time()
    for record in records[:VOTERS]:
        fault_of(record, "1", publics)
    taking = (process_time() - began) / VOTERS
    print(f"a voter: two signatures {signing * 1000:.1f} ms, a ballot checked {taking * 1000:.2f} ms")
    issuers = [{"name": "", "key": public_text(key), "issued": BALLOTS} for key in publics]
    file = json.loads(json.dumps(file_of("1", issuers, records, [], [[["a"], BALLOTS]], ["a"])))
    began = process_time()
    faults = faults_of(file)
    print(f"{BALLOTS} ballots checked and counted: {process_time() - began:.2f} s, {len(faults)} faults")


def _ballot(keys: list[blind.RSAPrivateKey]) -> Record:
    """A ballot as a voter would bring it; the keys sign it openly, which gives the same kind of signature quicker."""
    mine = ec.generate_private_key(ec.SECP256R1())
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    message = blind.prepared(message_of("1", point))
    how = blind.PSS(blind.MGF1(blind.SHA384()), blind.SALT)
    signatures = tuple(packed(key.sign(message, how, blind.SHA384())) for key in keys)
    pair = decode_dss_signature(mine.sign(sealed_bytes("1", SAID), ec.ECDSA(SHA256())))
    return Record(packed(point), packed(message[:32]), signatures, SAID, packed(b"".join(n.to_bytes(32) for n in pair)))


if __name__ == "__main__":
    main()
