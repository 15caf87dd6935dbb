"""Whether tokens' signatures are told right from wrong, against a library that signs them."""

import base64
import sys
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from cogtui.emulator.tokens import json_web_keys, signed
from cogtui.logins.jwt import TokenError
from cogtui.logins.signature import SignatureVerdict, verify
from cogtui.secret import Secret

CLAIMS = {"sub": "ada", "iss": "https://issuer.example", "aud": "app"}


@cache
def rsa(name: str = "ours", bits: int = 2048) -> RSAKey:
    """An RSA key by a name of its own; making one takes a while."""
    return RSAKey.generate_key(bits, {"kid": name})


@cache
def curve(name: str = "curved", kind: str = "P-256") -> ECKey:
    """An elliptic curve key by a name of its own."""
    return ECKey.generate_key(kind, {"kid": name})


def published(*keys: RSAKey | ECKey, **changes: object) -> dict[str, Any]:
    """The key set of an issuer with some keys; a change that is None takes the member out."""
    listed = [{**each.as_dict(private=False), **changes} for each in keys]
    return {"keys": [{k: v for k, v in each.items() if v is not None} for each in listed]}


def token(algorithm: str, key: RSAKey | ECKey, **header: object) -> Secret:
    """A token that a key signed."""
    named = {"alg": algorithm, "kid": key.kid, **header}
    return Secret(
        jwt.encode(
            {name: value for name, value in named.items() if value is not None},
            CLAIMS,
            key,
            algorithms=[algorithm],
        )
    )


def changed(original: Secret, place: int) -> Secret:
    """The token with one byte of one of its parts changed."""
    parts = original.reveal().split(".")
    content = bytearray(base64.urlsafe_b64decode(parts[place] + "=="))
    content[len(content) // 2] ^= 1
    parts[place] = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return Secret(".".join(parts))


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_rsa(algorithm: str) -> None:
    """A signature by the key named holds; by another, or of something else, it does not."""
    good = token(algorithm, rsa())
    keys = published(rsa("other"), rsa())
    assert verify(good, keys) == (SignatureVerdict.VERIFIED, "It was made by the key 'ours'.")
    assert SignatureVerdict.WRONG is verify(changed(good, 2), keys).verdict
    forged = token(algorithm, rsa("other"), kid="ours")
    assert SignatureVerdict.WRONG is verify(forged, keys).verdict


def test_a_claim_that_was_changed() -> None:
    """What was not signed does not hold, though the key is right."""
    head, _, signature = token("RS256", rsa()).reveal().split(".")
    claims = base64.urlsafe_b64encode(b'{"sub":"eve"}').decode().rstrip("=")
    verification = verify(Secret(f"{head}.{claims}.{signature}"), published(rsa()))
    assert SignatureVerdict.WRONG is verification.verdict
    assert verification.reason.endswith("or the token was changed.")


def test_tokens_of_the_emulator() -> None:
    """A Cognito identity token is verified by the keys that its issuer publishes."""
    payload = {"iss": "https://cognito-identity.amazonaws.com", "sub": "us-east-1:x", "aud": "p"}
    own = Secret(signed("eu-west-1", payload, 600))
    assert verify(own, json_web_keys()) == (
        SignatureVerdict.VERIFIED,
        "It was made by the key 'eu-west-11'.",
    )


@pytest.mark.parametrize("bits", [2048, 2056, 3072, 4096])
def test_sizes_of_keys(bits: int) -> None:
    """Keys of any usual size are taken."""
    key = rsa(f"of {bits} bits", bits)
    assert SignatureVerdict.VERIFIED is verify(token("RS512", key), published(key)).verdict


@pytest.mark.parametrize(
    "signature",
    ["", "AAAA", "A", "_" * 342, "_" * 683, "A" * 342],
    ids=["none", "short", "one character", "greater than the modulus", "long", "zero"],
)
def test_signatures_of_another_form(signature: str) -> None:
    """A signature that no key makes is wrong, and no error."""
    stripped = token("RS256", rsa()).reveal().rpartition(".")[0]
    verification = verify(Secret(f"{stripped}.{signature}"), published(rsa()))
    assert SignatureVerdict.WRONG is verification.verdict


def test_no_algorithm() -> None:
    """A token that says it is not signed is not."""
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    for signature in ("", "AAAA"):
        verification = verify(Secret(f"{head}.e30.{signature}"), published(rsa()))
        assert verification == (SignatureVerdict.WRONG, "The token is not signed at all.")


def test_a_secret_of_the_issuers_alone() -> None:
    """HS256 is not checked: above all not with a public key for the secret."""
    key = OctKey.import_key("x" * 32)
    verification = verify(Secret(jwt.encode({"alg": "HS256"}, CLAIMS, key)), published(rsa()))
    assert verification == (
        SignatureVerdict.NOT_CHECKED,
        "Signatures by 'HS256' cannot be checked here.",
    )


@pytest.mark.parametrize(
    ("keys", "verdict", "expected"),
    [
        (published(rsa("other")), SignatureVerdict.UNKNOWN_KEY, "not among the issuer's 1 key."),
        (published(rsa(), use="enc"), SignatureVerdict.NOT_CHECKED, "no keys for signatures"),
        ({"keys": []}, SignatureVerdict.NOT_CHECKED, "no keys for signatures"),
        ({"keys": "x"}, SignatureVerdict.NOT_CHECKED, "no keys for signatures"),
        ({"keys": ["x"]}, SignatureVerdict.NOT_CHECKED, "no keys for signatures"),
        (["x"], SignatureVerdict.NOT_CHECKED, "no keys for signatures"),
        (None, SignatureVerdict.NOT_CHECKED, "no keys for signatures"),
        (published(rsa(), alg="RS512"), SignatureVerdict.NOT_CHECKED, "the token says RS256"),
        (published(rsa(), kty="EC"), SignatureVerdict.NOT_CHECKED, "no RSA key"),
        (published(rsa(), n=None), SignatureVerdict.NOT_CHECKED, "no RSA key"),
        (published(rsa(), n="ä"), SignatureVerdict.NOT_CHECKED, "no RSA key"),
        (published(rsa(), n="A" * 345), SignatureVerdict.NOT_CHECKED, "no RSA key"),
        (published(rsa(), e=65537), SignatureVerdict.NOT_CHECKED, "no RSA key"),
        (published(rsa(), e="AA"), SignatureVerdict.NOT_CHECKED, "no RSA key"),
        (published(rsa(), e="AQ"), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), e="BA"), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), e="_" * 43), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), n="_" * 43), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), n="_" * 4096), SignatureVerdict.NOT_CHECKED, "size or form"),
    ],
)
def test_documents_that_do_not_help(keys: object, verdict: SignatureVerdict, expected: str) -> None:
    """A key that is unknown, of another kind or dangerous ends in a verdict that says so."""
    verification = verify(token("RS256", rsa()), keys)
    assert verdict is verification.verdict
    assert expected in verification.reason


def test_a_token_that_names_no_key() -> None:
    """The issuer's only key is taken; among several nobody knows which."""
    nameless = token("RS256", rsa(), kid=None)
    only = published(rsa(), kid=None)
    assert verify(nameless, only) == (
        SignatureVerdict.VERIFIED,
        "It was made by the issuer's only key.",
    )
    assert verify(nameless, published(rsa(), rsa("other"))) == (
        SignatureVerdict.UNKNOWN_KEY,
        "The token names no key, and the issuer has 2 keys.",
    )


def test_elliptic_curves_where_a_library_is_there() -> None:
    """ES256 is checked by the cryptography package."""
    good, keys = token("ES256", curve()), published(curve())
    assert SignatureVerdict.VERIFIED is verify(good, keys).verdict
    assert SignatureVerdict.WRONG is verify(changed(good, 2), keys).verdict
    assert SignatureVerdict.WRONG is verify(Secret(good.reveal()[:-4]), keys).verdict


@pytest.mark.parametrize(
    "keys",
    [
        published(curve(), kty="RSA"),
        published(curve(), crv="P-384"),
        published(curve(), x=None),
        published(curve(), y="!"),
        published(curve(), x="AQ"),
    ],
)
def test_elliptic_curves_that_do_not_help(keys: object) -> None:
    """A key that is none of P-256 is not used."""
    assert SignatureVerdict.NOT_CHECKED is verify(token("ES256", curve()), keys).verdict


def test_elliptic_curves_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is not installed, that is said, and RSA is checked all the same."""
    good, curved = token("RS256", rsa()), token("ES256", curve())
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    assert verify(curved, published(curve())) == (
        SignatureVerdict.NOT_CHECKED,
        "ES256 can be checked only with the package cryptography.",
    )
    assert SignatureVerdict.VERIFIED is verify(good, published(rsa())).verdict


@settings(max_examples=40)
@given(st.sampled_from(["RS256", "RS512"]), st.data())
def test_one_bit_is_enough(algorithm: str, data: st.DataObject) -> None:
    """Whichever bit of the signature is changed, it is wrong."""
    head, _, signature = token(algorithm, rsa()).reveal().rpartition(".")
    content = bytearray(base64.urlsafe_b64decode(signature + "=="))
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    altered = base64.urlsafe_b64encode(content).decode().rstrip("=")
    assert SignatureVerdict.WRONG is verify(Secret(f"{head}.{altered}"), published(rsa())).verdict


def test_what_is_no_token() -> None:
    """A text that is no token is told as such."""
    with pytest.raises(TokenError):
        verify(Secret("opaque"), published(rsa()))
