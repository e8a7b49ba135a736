"""RSA blind signatures, RFC 9474, RSABSSA-SHA384-PSS-Randomized: an issuer signs what it cannot read.

The holder blinds a message, the issuer signs the blinded bytes, the holder takes the blinding off: what is left is an
ordinary RSA-PSS signature (SHA-384, salt of 48 bytes) that any library verifies and that the issuer cannot recognise.
One key serves one purpose only, for the issuer cannot see what it signs: every vote has keys of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hashlib import sha384
from math import gcd

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA384

HASH = SALT = 48
PREFIX = 32
EXPONENT = 65537
BITS = 2048
_ZEROS, _TRAILER = 8, b"\xbc"
Random = Callable[[int], bytes]


class BadBlinding(ValueError):
    """Bytes that are no blinded message, or a signature that does not verify."""


def new_key(bits: int = BITS) -> RSAPrivateKey:
    """A key for one issuer and one vote."""
    return generate_private_key(EXPONENT, bits)


def prepared(message: bytes, random: Random = secrets.token_bytes) -> bytes:
    """The message after 32 random bytes (RFC 9474, 4.1: PrepareRandomize)."""
    return random(PREFIX) + message


def blind(
    key: RSAPublicKey, message: bytes, random: Random = secrets.token_bytes, factor: int | None = None
) -> tuple[bytes, int]:
    """The blinded message for the issuer, and the inverse that `finalize` needs (RFC 9474, 4.2).

    `factor` is the blinding factor of a test vector; otherwise it is drawn by the operating system.
    """
    modulus, length = _numbers(key)
    encoded = int.from_bytes(_encoded(message, modulus.bit_length() - 1, random(SALT)))
    if gcd(encoded, modulus) != 1:
        raise BadBlinding("the encoded message shares a factor with the key")
    factor = factor if factor is not None else secrets.randbelow(modulus - 1) + 1
    inverse = pow(factor, -1, modulus)
    return (encoded * pow(factor, key.public_numbers().e, modulus) % modulus).to_bytes(length), inverse


def blind_sign(key: RSAPrivateKey, blinded: bytes) -> bytes:
    """The issuer's signature of bytes that it cannot read (RFC 9474, 4.3).

    The bytes are multiplied by a random number to the public exponent before they meet the private key, and divided by
    it after, so that the time taken says nothing of the key. The result is checked before it leaves.
    """
    numbers = key.private_numbers()
    public = numbers.public_numbers
    modulus, length = _numbers(key.public_key())
    given = int.from_bytes(blinded)
    if len(blinded) != length or not 1 < given < modulus - 1 or gcd(given, modulus) != 1:
        raise BadBlinding("these bytes are no blinded message of this key")
    mask = secrets.randbelow(modulus - 2) + 2
    hidden = given * pow(mask, public.e, modulus) % modulus
    first, second = pow(hidden, numbers.dmp1, numbers.p), pow(hidden, numbers.dmq1, numbers.q)
    root = second + numbers.q * ((first - second) * numbers.iqmp % numbers.p)
    signed = root * pow(mask, -1, modulus) % modulus
    if pow(signed, public.e, modulus) != given:
        raise BadBlinding("signing failed")
    return signed.to_bytes(length)


def finalize(key: RSAPublicKey, message: bytes, signature: bytes, inverse: int) -> bytes:
    """The signature of the message itself; BadBlinding when the issuer's answer is not one (RFC 9474, 4.4)."""
    modulus, length = _numbers(key)
    if len(signature) != length:
        raise BadBlinding("a signature of this key has another length")
    bare = (int.from_bytes(signature) * inverse % modulus).to_bytes(length)
    if not verify(key, message, bare):
        raise BadBlinding("the issuer's answer is no signature of this message")
    return bare


def verify(key: RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """Whether this is the key's RSA-PSS signature of the prepared message."""
    try:
        key.verify(signature, message, PSS(MGF1(SHA384()), SALT), SHA384())
    except InvalidSignature:
        return False
    return True


def _numbers(key: RSAPublicKey) -> tuple[int, int]:
    return key.public_numbers().n, (key.key_size + 7) // 8


def _encoded(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1)."""
    length = (bits + 7) // 8
    digest = sha384(bytes(_ZEROS) + sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - HASH - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, _mask(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + _TRAILER


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017, B.2.1)."""
    blocks = range((length + HASH - 1) // HASH)
    return b"".join(sha384(seed + block.to_bytes(4)).digest() for block in blocks)[:length]
