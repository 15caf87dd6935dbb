"""Signature checks, compared with tokens that another library signs."""

import base64
import json
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
    """Return an RSA key with the given ID; generating one is slow."""
    return RSAKey.generate_key(bits, {"kid": name})


def published(*keys: RSAKey, **changes: object) -> dict[str, Any]:
    """Return an issuer's key set; a change to None removes the member."""
    listed = [{**each.as_dict(private=False), **changes} for each in keys]
    return {"keys": [{k: v for k, v in each.items() if v is not None} for each in listed]}


def token(algorithm: str, key: RSAKey, **header: object) -> Secret:
    """Return a token signed by a key."""
    named = {"alg": algorithm, "kid": key.kid, **header}
    return Secret(
        jwt.encode(
            {name: value for name, value in named.items() if value is not None},
            CLAIMS,
            key,
            algorithms=[algorithm],
        )
    )


def changed(original: Secret, index: int) -> Secret:
    """Return the token with one byte of one of its parts changed."""
    parts = original.reveal().split(".")
    content = bytearray(base64.urlsafe_b64decode(parts[index] + "=="))
    content[len(content) // 2] ^= 1
    parts[index] = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return Secret(".".join(parts))


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_rsa(algorithm: str) -> None:
    """A signature by the named key is valid; one by another key, or an altered one, is not."""
    good = token(algorithm, rsa())
    keys = published(rsa("other"), rsa())
    assert verify(good, keys) == (SignatureVerdict.VERIFIED, "Signed with key 'ours'.")
    assert SignatureVerdict.WRONG is verify(changed(good, 2), keys).verdict
    forged = token(algorithm, rsa("other"), kid="ours")
    assert SignatureVerdict.WRONG is verify(forged, keys).verdict


def test_a_changed_claim() -> None:
    """Claims that were not signed are rejected although the key is right."""
    head, _, signature = token("RS256", rsa()).reveal().split(".")
    claims = base64.urlsafe_b64encode(b'{"sub":"eve"}').decode().rstrip("=")
    verification = verify(Secret(f"{head}.{claims}.{signature}"), published(rsa()))
    assert SignatureVerdict.WRONG is verification.verdict
    assert verification.reason.endswith("or the token was modified.")


def test_emulator_tokens() -> None:
    """A Cognito identity token is verified by the keys that its issuer publishes."""
    payload = {"iss": "https://cognito-identity.amazonaws.com", "sub": "us-east-1:x", "aud": "p"}
    own = Secret(signed("eu-west-1", payload, 600))
    assert verify(own, json_web_keys()) == (
        SignatureVerdict.VERIFIED,
        "Signed with key 'eu-west-11'.",
    )


@pytest.mark.parametrize("bits", [2048, 2056, 3072, 4096])
def test_key_sizes(bits: int) -> None:
    """Keys of any usual size are accepted."""
    key = rsa(f"of {bits} bits", bits)
    assert SignatureVerdict.VERIFIED is verify(token("RS512", key), published(key)).verdict


@pytest.mark.parametrize(
    "signature",
    ["", "AAAA", "A", "_" * 342, "_" * 683, "A" * 342],
    ids=["none", "short", "one character", "greater than the modulus", "long", "zero"],
)
def test_malformed_signatures(signature: str) -> None:
    """A signature that no key could produce is invalid and raises no error."""
    stripped = token("RS256", rsa()).reveal().rpartition(".")[0]
    verification = verify(Secret(f"{stripped}.{signature}"), published(rsa()))
    assert SignatureVerdict.WRONG is verification.verdict


def test_unsigned_tokens() -> None:
    """A token with the algorithm none is never accepted as signed."""
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    for signature in ("", "AAAA"):
        verification = verify(Secret(f"{head}.e30.{signature}"), published(rsa()))
        assert verification == (SignatureVerdict.WRONG, "The token is not signed.")


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [("HS256", OctKey.import_key("x" * 32)), ("ES256", ECKey.generate_key("P-256"))],
)
def test_unsupported_algorithms(algorithm: str, key: OctKey | ECKey) -> None:
    """Only RSA is verified; above all, no public key is ever used as the secret of HS256."""
    verification = verify(Secret(jwt.encode({"alg": algorithm}, CLAIMS, key)), published(rsa()))
    assert verification == (
        SignatureVerdict.NOT_CHECKED,
        f"Signature algorithm '{algorithm}' cannot be checked here.",
    )


def raw_token(header: object) -> Secret:
    """Return a token with a header of any JSON, and a signature that no key made."""
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return Secret(f"{head}.e30.AAAA")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"alg": ["RS256"]}, 'Signature algorithm ["RS256"] cannot be checked here.'),
        ({"alg": {}}, "Signature algorithm {} cannot be checked here."),
        ({"alg": True}, "Signature algorithm true cannot be checked here."),
        ({}, "Signature algorithm null cannot be checked here."),
        ({"alg": "RS256", "kid": True}, "The token names key true, which is not among"),
        ({"alg": "RS256", "kid": ["a"]}, 'The token names key ["a"], which is not among'),
        ({"alg": "RS256", "kid": "a"}, "The token names key 'a', which is not among"),
    ],
)
def test_header_values_of_any_type(header: dict[str, object], expected: str) -> None:
    """They are shown as JSON, and none raises an error."""
    verification = verify(raw_token(header), published(rsa()))
    assert verification.verdict is not SignatureVerdict.VERIFIED
    assert verification.reason.startswith(expected)


@pytest.mark.parametrize(
    ("keys", "verdict", "expected"),
    [
        (published(rsa(), alg=7), SignatureVerdict.NOT_CHECKED, "The key is for 7, but"),
        (published(rsa(), alg=["RS256"]), SignatureVerdict.NOT_CHECKED, 'is for ["RS256"], but'),
        (published(rsa("other")), SignatureVerdict.UNKNOWN_KEY, "not among the issuer's 1 key."),
        (published(rsa(), use="enc"), SignatureVerdict.NOT_CHECKED, "no signing keys"),
        ({"keys": []}, SignatureVerdict.NOT_CHECKED, "no signing keys"),
        ({"keys": "x"}, SignatureVerdict.NOT_CHECKED, "no signing keys"),
        ({"keys": ["x"]}, SignatureVerdict.NOT_CHECKED, "no signing keys"),
        (["x"], SignatureVerdict.NOT_CHECKED, "no signing keys"),
        (None, SignatureVerdict.NOT_CHECKED, "no signing keys"),
        (published(rsa(), alg="RS512"), SignatureVerdict.NOT_CHECKED, "the token says RS256"),
        (published(rsa(), kty="EC"), SignatureVerdict.NOT_CHECKED, "not an RSA key"),
        (published(rsa(), n=None), SignatureVerdict.NOT_CHECKED, "not an RSA key"),
        (published(rsa(), n="ä"), SignatureVerdict.NOT_CHECKED, "not an RSA key"),
        (published(rsa(), n="A" * 345), SignatureVerdict.NOT_CHECKED, "not an RSA key"),
        (published(rsa(), e=65537), SignatureVerdict.NOT_CHECKED, "not an RSA key"),
        (published(rsa(), e="AA"), SignatureVerdict.NOT_CHECKED, "not an RSA key"),
        (published(rsa(), e="AQ"), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), e="BA"), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), e="_" * 43), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), n="_" * 43), SignatureVerdict.NOT_CHECKED, "size or form"),
        (published(rsa(), n="_" * 4096), SignatureVerdict.NOT_CHECKED, "size or form"),
    ],
)
def test_unusable_key_sets(keys: object, verdict: SignatureVerdict, expected: str) -> None:
    """The verdict names a key that is unknown, of another kind, or dangerous."""
    verification = verify(token("RS256", rsa()), keys)
    assert verdict is verification.verdict
    assert expected in verification.reason


def test_a_token_without_a_key_id() -> None:
    """The issuer's only key is used; with several keys the choice is unknown."""
    nameless = token("RS256", rsa(), kid=None)
    only = published(rsa(), kid=None)
    assert verify(nameless, only) == (
        SignatureVerdict.VERIFIED,
        "Signed with the issuer's only key.",
    )
    assert verify(nameless, published(rsa(), rsa("other"))) == (
        SignatureVerdict.UNKNOWN_KEY,
        "The token names no key, and the issuer has 2 keys.",
    )


@settings(max_examples=40)
@given(st.sampled_from(["RS256", "RS512"]), st.data())
def test_any_changed_bit(algorithm: str, data: st.DataObject) -> None:
    """Changing any bit of the signature makes it invalid."""
    head, _, signature = token(algorithm, rsa()).reveal().rpartition(".")
    content = bytearray(base64.urlsafe_b64decode(signature + "=="))
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    altered = base64.urlsafe_b64encode(content).decode().rstrip("=")
    assert SignatureVerdict.WRONG is verify(Secret(f"{head}.{altered}"), published(rsa())).verdict


def test_a_text_that_is_not_a_token() -> None:
    """It raises an error instead of giving a verdict."""
    with pytest.raises(TokenError):
        verify(Secret("opaque"), published(rsa()))
