"""Sealing of personal numbers at rest: AES-256-GCM under keys derived from ``settings.DATA_KEY``.

A sealed text reads ``v1:<key mark>:<base64url of nonce and ciphertext>``. The mark says which key
sealed it, so that after a change of key ``OLD_DATA_KEYS`` still opens what is not yet resealed.
"""

import base64
import binascii
import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = "v1"
NONCE_BYTES = 12  # NIST SP 800-38D


class SealBroken(Exception):
    """A sealed text was altered, or no known key opens it."""


def seal(text: str) -> str:
    """Encrypt ``text`` with the current key; the same text never seals the same way twice."""
    if text == "":
        return ""
    key = _derived(settings.DATA_KEY, b"seal")
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), VERSION.encode())
    return f"{VERSION}:{_mark(key)}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str) -> str:
    """Decrypt what ``seal`` made.

    Raises:
        SealBroken: Altered, of an unknown version, or sealed with a key that is not configured.
    """
    if sealed == "":
        return ""
    version, _, rest = sealed.partition(":")
    mark, _, packed = rest.partition(":")
    if version != VERSION:
        raise SealBroken(f"expected a text sealed as {VERSION}, got version {version[:8]!r}")
    key = next((k for k in _keys(b"seal") if _mark(k) == mark), None)
    if key is None:
        raise SealBroken(
            f"no configured key has mark {mark[:8]!r}; is ZHINAN_OLD_DATA_KEYS complete?"
        )
    try:
        raw = base64.b64decode(packed, altchars=b"-_", validate=True)
        opened = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], VERSION.encode())
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise SealBroken("the sealed text was altered") from error
    return opened.decode()


def is_sealed_with_current_key(sealed: str) -> bool:
    """Say whether a sealed text needs no resealing."""
    return sealed == "" or sealed.startswith(
        f"{VERSION}:{_mark(_derived(settings.DATA_KEY, b'seal'))}:"
    )


def keyed_digest(text: str) -> str:
    """HMAC-SHA-256 of ``text``: equal numbers match without being stored; useless without the key."""
    return _digest(_derived(settings.DATA_KEY, b"digest"), text)


def possible_digests(text: str) -> list[str]:
    """Every digest ``text`` may be stored under: of the current key first, then of old keys."""
    return [_digest(key, text) for key in _keys(b"digest")]


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _keys(purpose: bytes) -> list[bytes]:
    return [_derived(key, purpose) for key in (settings.DATA_KEY, *settings.OLD_DATA_KEYS)]


@lru_cache(maxsize=32)
def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"zhinan/" + purpose).derive(
        key.encode()
    )


def _mark(key: bytes) -> str:
    return sha256(b"mark" + key).hexdigest()[:8]
