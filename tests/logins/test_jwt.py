"""Decoding tokens, and the errors for texts that are not tokens."""

import base64
import contextlib
import gc
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.logins.jwt import Token, TokenError, TokenKind, check_length, decode, is_saml
from cogtui.secret import Secret

SIGNATURE = "S3ntinel-of-a-signature"
HEADER = {"alg": "RS512", "kid": "us-east-11", "typ": "JWS"}


def part(content: object) -> str:
    """Return one part of a token: JSON in base64url without padding."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def token(
    claims: object, header: object = HEADER, signature: str = SIGNATURE, *, claims_part: str = ""
) -> Secret:
    """Return a token with claims."""
    return Secret(f"{part(header)}.{claims_part or part(claims)}.{signature}")


def raw(content: bytes) -> str:
    """Return bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decoded_claims(claims: dict[str, Any]) -> Token:
    """Return the decoded form of a token with claims."""
    return decode(token(claims))


def test_header_and_claims_are_read() -> None:
    """Both are decoded, and the presence of a signature is noted."""
    assert Token(HEADER, {"sub": "ada", "n": [1, {"ü": None}]}, signed=True) == decoded_claims(
        {"sub": "ada", "n": [1, {"ü": None}]}
    )
    assert not decode(token({}, signature="")).signed


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), json_values))
def test_any_claims_round_trip(claims: dict[str, Any]) -> None:
    """Any JSON object is decoded unchanged."""
    assert claims == decoded_claims(claims).claims


@given(st.text(max_size=200))
def test_any_text_is_decoded_or_rejected(text: str) -> None:
    """Any text gives either a token or a `TokenError`."""
    with contextlib.suppress(TokenError):
        assert decode(Secret(text)).header is not None


GOOD = token({"sub": "ada"}).reveal()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "The token is empty."),
        (" \n", "The token is empty."),
        (f" {GOOD}", "whitespace before or after"),
        (f"{GOOD}\n", "whitespace before or after"),
        (f'"{GOOD}"', "quotes around"),
        (f"{GOOD}'", "quotes around"),
        (f"Bearer {GOOD}", "The word Bearer"),
        (f"bearer {GOOD}", "The word Bearer"),
        (f'{{"IdToken": "{GOOD}"}}', "a JSON document"),
        (f'["{GOOD}"]', "a JSON document"),
        (f"https://app.example/#id_token={GOOD}", "a URL"),
        ("<samlp:Response/>", "XML"),
        (base64.b64encode(b"<samlp:Response/>").decode(), "XML"),
        ("EAABsbCS1iHgBAKZCZC", "Facebook"),
        ("Atza|IwEBIKyC", "Amazon"),
        (f"{GOOD[:9]}\n{GOOD[9:]}", "whitespace in"),
        ("a.b.c.d.e", "encrypted"),
        ("opaque", "three parts"),
        ("a.b", "three parts"),
        ("P", "three parts"),
        ("PA_.", "three parts"),
        (f"{GOOD}=", "invalid characters"),
        (f"é{GOOD}", "invalid characters"),
        ("a.b.c", "header is not a JSON object"),
        (f"{raw(b'[1]')}.{part({})}.c", "header is not a JSON object"),
        (token([1]).reveal(), "payload is not a JSON object"),
        (token("text").reveal(), "payload is not a JSON object"),
        (token(None, claims_part=raw(b"{")).reveal(), "payload is not a JSON object"),
        (token(None, claims_part=raw(b"\xff\xfe")).reveal(), "payload is not a JSON object"),
        (token(None, claims_part=raw(b'{"exp":NaN}')).reveal(), "payload is not a JSON object"),
        (token(None, claims_part=raw(b'{"a":' * 5000)).reveal(), "payload is not a JSON object"),
        (
            token(None, claims_part=raw(b'{"a":' * 5000 + b"1" + b"}" * 5000)).reveal(),
            "payload is not a JSON object",
        ),
        (token(None, claims_part="abcde").reveal(), "payload is not a JSON object"),
        (f"{part({})}..c", "payload is not a JSON object"),
        pytest.param(
            token({}, signature="x" * 50_000).reveal(),
            "characters; the limit for a login token is 50,000",
            id="long",
        ),
    ],
)
def test_texts_that_are_not_tokens(text: str, expected: str) -> None:
    """The message names each common mistake and does not quote the text."""
    with pytest.raises(TokenError) as caught:
        decode(Secret(text))
    assert expected in str(caught.value)
    assert SIGNATURE not in str(caught.value)


def test_brackets_in_a_string_are_not_nesting() -> None:
    """A claim full of brackets is decoded like any other string."""
    claims = {"note": '\\"[' * 500}
    assert claims == decoded_claims(claims).claims


def test_the_longest_token() -> None:
    """50,000 characters are accepted, one more is not."""
    check_length(Secret("x" * 50_000))
    with pytest.raises(TokenError, match=r"^It has 50,001 characters"):
        check_length(Secret("x" * 50_001))


@pytest.mark.parametrize(
    "text", [f"{GOOD}=", f'"{GOOD}', f"{GOOD}.x.y", token(None, claims_part="{").reveal()]
)
def test_an_error_carries_no_token(text: str) -> None:
    """Neither the error, nor its context, nor any frame of its traceback holds the text."""
    with pytest.raises(TokenError) as caught:
        decode(Secret(text))
    assert caught.value.__context__ is None
    frames = [each.frame.f_locals for each in caught.traceback if Path(each.path).name == "jwt.py"]
    assert frames
    assert SIGNATURE not in repr(frames)


def test_the_signature_is_not_retained() -> None:
    """No string or bytes reachable from a decoded token contain the signature."""
    decoded = decoded_claims({"sub": "ada"})
    seen, ahead = set(), [decoded]
    while ahead:
        each: Any = ahead.pop()
        if id(each) not in seen and not isinstance(each, type):
            seen.add(id(each))
            assert not (isinstance(each, str | bytes) and SIGNATURE in str(each))
            ahead += gc.get_referents(each)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<Response", True),
        ("PHNhbWxwOlJlc3BvbnNl", True),
        ("PD94bWwg", True),
        ("PA==", False),
        (GOOD, False),
        ("P", False),
        ("", False),
        ("ÄÄ", False),
        ("gICA", False),
    ],
)
def test_xml_is_recognized(text: str, *, expected: bool) -> None:
    """Plain XML and XML in base64 are distinguished from everything else."""
    assert expected == is_saml(Secret(text))


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ({"iss": "https://cognito-identity.amazonaws.com", "aud": "p"}, "Cognito identity token"),
        ({"iss": "https://cognito-identity-us-gov.amazonaws.com"}, "Cognito identity token"),
        ({"token_use": "id", "aud": "abc123"}, "ID token"),
        ({"iss": "https://accounts.google.com", "aud": "app"}, "ID token"),
        ({"token_use": "access", "client_id": "abc123"}, "access token"),
        ({"token_use": "access", "aud": "https://api.example"}, "access token"),
        ({"iss": 7, "scope": "openid"}, "access token"),
    ],
)
def test_the_kind_of_a_token(claims: dict[str, Any], kind: str) -> None:
    """The kind follows from the issuer, the use, or the lack of an audience."""
    assert TokenKind(kind) == decoded_claims(claims).kind


@pytest.mark.parametrize(
    ("claims", "issuer"),
    [
        ({"iss": "https://accounts.google.com"}, "accounts.google.com"),
        ({"iss": "accounts.google.com"}, "accounts.google.com"),
        ({"iss": "https://t.eu.auth0.com/"}, "t.eu.auth0.com"),
        ({"iss": "https://sts.windows.net/5f2b1f2e/"}, "sts.windows.net/5f2b1f2e"),
        ({"iss": "https://contoso.b2clogin.com/5f2b/v2.0/"}, "contoso.b2clogin.com/5f2b/v2.0"),
        ({"iss": "https://t.eu.auth0.com//"}, "t.eu.auth0.com/"),
        ({"iss": "http://t.eu.auth0.com/"}, "http://t.eu.auth0.com"),
        ({"iss": ["x"]}, ""),
        ({}, ""),
    ],
)
def test_the_issuer_as_a_login_key(claims: dict[str, Any], issuer: str) -> None:
    """The issuer has no scheme and no slash at its end, and is empty if it is missing."""
    assert issuer == decoded_claims(claims).issuer


@pytest.mark.parametrize(
    ("claims", "audiences"),
    [
        ({"aud": "a"}, ["a"]),
        ({"aud": ["a", "b"]}, ["a", "b"]),
        ({"aud": "a", "azp": "b"}, ["b"]),
        ({"aud": [True, 7, None, {"a": "b"}]}, ["true", "7", "null", '{"a":"b"}']),
        ({}, []),
    ],
)
def test_the_clients_of_a_token(claims: dict[str, Any], audiences: list[str]) -> None:
    """The authorized party counts if there is one, otherwise the audiences."""
    assert audiences == decoded_claims(claims).audiences


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_700_000_000, 1_700_000_000.0),
        (1.5, 1.5),
        (True, None),
        ("1700000000", None),
        (None, None),
        (10**400, float("inf")),
        (-(10**400), float("-inf")),
    ],
)
def test_claims_that_are_times(value: object, expected: float | None) -> None:
    """Only numbers are times, including those that no clock reaches."""
    assert expected == decoded_claims({"exp": value}).moment("exp")
    assert decoded_claims({}).moment("exp") is None


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"principal_tags": {"team": ["a", "b"], "one": "x"}}, {"team": ["a", "b"], "one": ["x"]}),
        (
            {"principal_tags": {"a": [True, 7], "b": {"c": 1}}},
            {"a": ["true", "7"], "b": ['{"c":1}']},
        ),
        ({"principal_tags": "x"}, {}),
        ({"other": {}}, {}),
        ("x", {}),
        (None, {}),
    ],
)
def test_principal_tags(claim: object, expected: dict[str, list[str]]) -> None:
    """Each tag has its values; a claim of another form gives none."""
    assert expected == decoded_claims({"https://aws.amazon.com/tags": claim}).principal_tags
