"""Tokens are described."""

from typing import Any

import pytest

from cogtui.documents.document import Line, Tone
from cogtui.documents.token import explain_amr, token
from cogtui.emulator.tokens import json_web_keys, signed
from cogtui.logins.jwt import Token, decode
from cogtui.logins.signature import SignatureCheck, SignatureVerdict, verify
from cogtui.secret import Secret
from tests.documents.reading import lines, notes, titles, values

NOW = 1_700_000_000.0
POOL = "us-east-1:0a1b2c3d-0000-4000-8000-000000000001"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"
OIDC = "arn:aws:iam::111122223333:oidc-provider/example.com"
SAML = "arn:aws:iam::111122223333:saml-provider/Okta"
HEADER = {"alg": "RS256", "kid": "abc="}
ROLE = "arn:aws:iam::111122223333:role/{}"


def made(claims: dict[str, Any], *, signed: bool = True) -> Token:
    """Return a token with some claims."""
    return Token(HEADER, claims, signed)


def test_an_id_token_of_a_user_pool() -> None:
    """Kind, issuer, user, client and times with ages are shown, then all other claims unchanged."""
    claims = {
        "iss": f"https://{USER_POOL}",
        "sub": "ada",
        "aud": "abc123",
        "token_use": "id",
        "auth_time": 1_699_990_000,
        "iat": 1_699_996_400,
        "exp": 1_700_003_600,
        "email_verified": True,
        "address": {"formatted": "Größe"},
    }
    document = token(made(claims), NOW)
    assert titles(document) == ["", "Other claims", "Header"]
    assert values(document) == {
        "Kind": "ID token",
        "Issuer": f"https://{USER_POOL}",
        "User (sub)": "ada",
        "Issued for (aud)": "abc123",
        "Signed in": "2023-11-14 19:26:40.000 UTC (2 h ago)",
        "Issued": "2023-11-14 21:13:20.000 UTC (1 h ago)",
        "Expires": "2023-11-14 23:13:20.000 UTC (in 1 h)",
        "Signature": "not checked",
        "token_use": "id",
        "email_verified": "true",
        "address": '{"formatted":"Größe"}',
        "alg": "RS256",
        "kid": "abc=",
    }


def test_an_access_token_is_marked() -> None:
    """Its kind has a warning tone, since using one is a common mistake; its client is shown."""
    document = token(made({"token_use": "access", "client_id": "abc123"}), NOW)
    assert Line("Kind", "access token", Tone.WARNING) in document[0].parts
    assert Line("Issued for (client_id)", "abc123") in document[0].parts


def test_missing_claims() -> None:
    """A token without issuer, user and expiry is reported as such."""
    document = token(made({"aud": "x"}), NOW)
    assert values(document[:1])["Issuer"] == "missing"
    assert values(document[:1])["User (sub)"] == "missing"
    assert notes(document) == ["No expiry time (exp)."]


@pytest.mark.parametrize(
    ("claims", "line"),
    [
        (
            {"exp": NOW - 120},
            Line("Expired", "2023-11-14 22:11:20.000 UTC (2 min ago)", Tone.BAD),
        ),
        ({"exp": NOW}, Line("Expired", "2023-11-14 22:13:20.000 UTC (now)", Tone.BAD)),
        (
            {"nbf": NOW + 120},
            Line("Valid from", "2023-11-14 22:15:20.000 UTC (in 2 min)", Tone.BAD),
        ),
        ({"nbf": NOW - 120}, Line("Valid from", "2023-11-14 22:11:20.000 UTC (2 min ago)")),
        ({"exp": "soon"}, Line("Expires", "soon", Tone.WARNING)),
        ({"exp": [1]}, Line("Expires", "[1]", Tone.WARNING)),
        ({"exp": float("inf")}, Line("Expires", "Infinity", Tone.WARNING)),
        ({"exp": 1e30}, Line("Expires", "1e+30", Tone.WARNING)),
    ],
)
def test_times(claims: dict[str, Any], line: Line) -> None:
    """Past and future times are marked, and values that are not times are shown unchanged."""
    assert line in token(made(claims), NOW)[0].parts


@pytest.mark.parametrize(
    ("verification", "line"),
    [
        (None, Line("Signature", "not checked", Tone.DIM)),
        (
            SignatureCheck(SignatureVerdict.VERIFIED, "Signed with key 'k'."),
            Line("Signature", "verified. Signed with key 'k'.", Tone.GOOD),
        ),
        (
            SignatureCheck(SignatureVerdict.WRONG, "No."),
            Line("Signature", "wrong signature. No.", Tone.BAD),
        ),
    ],
)
def test_the_signature(verification: SignatureCheck | None, line: Line) -> None:
    """The verdict is shown with its reason, if there is one."""
    assert line in token(made({}), NOW, verification)[0].parts


def test_no_signature() -> None:
    """An unsigned token is reported as such, whatever else is known."""
    line = Line("Signature", "none: anyone could have written this", Tone.BAD)
    assert line in token(made({}, signed=False), NOW)[0].parts


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("authenticated", "signed in with at least one login"),
        (USER_POOL, "provider of the login"),
        (
            f"{USER_POOL}:CognitoSignIn:11-22",
            f"{USER_POOL}: user 11-22 of the user pool (sub)",
        ),
        (
            f"{OIDC}:OIDC:repo:a/b:ref:x",
            f"{OIDC}: user repo:a/b:ref:x of the OpenID Connect provider (sub)",
        ),
        (
            f"{SAML}:SAML:ada@example.com",
            f"{SAML}: user ada@example.com of the SAML provider (NameID)",
        ),
        (SAML, "provider of the login"),
        (
            f"login.example.backend:{POOL}:user:7",
            f"login.example.backend: developer user user:7 of pool {POOL}",
        ),
    ],
)
def test_each_entry_of_amr(entry: str, expected: str) -> None:
    """Every form of entry that the service writes is explained."""
    assert list(explain_amr([entry])) == [Line(entry, expected)]


def test_amr_of_a_guest() -> None:
    """An unauthenticated entry has a warning tone."""
    message = "guest: no login"
    assert list(explain_amr(["unauthenticated"])) == [
        Line("unauthenticated", message, Tone.WARNING)
    ]


def test_amr_of_a_social_provider() -> None:
    """The text after a provider that is listed itself is its client and user."""
    entries = ["authenticated", "accounts.google.com", "accounts.google.com:app:1099"]
    assert [line.value for line in explain_amr(entries)][1:] == [
        "provider of the login",
        "accounts.google.com: client and user",
    ]


def test_amr_of_another_form() -> None:
    """A string counts as one entry, a number is shown as text, and null yields nothing."""
    assert [line.label for line in explain_amr("authenticated")] == ["authenticated"]
    assert [line.label for line in explain_amr([7, True, {}])] == ["7", "true", "{}"]
    assert list(explain_amr(None)) == []


def test_groups_and_roles() -> None:
    """Each role has a line, numbered where there are several."""
    claims = {
        "cognito:groups": ["admins"],
        "cognito:roles": [ROLE.format("A"), ROLE.format("B")],
        "cognito:preferred_role": ROLE.format("B"),
    }
    (section,) = [each for each in token(made(claims), NOW) if each.title == "Groups and roles"]
    assert section.parts == (
        Line("Groups", "admins"),
        Line("Roles 1", ROLE.format("A")),
        Line("Roles 2", ROLE.format("B")),
        Line("Preferred role", ROLE.format("B")),
    )


def test_no_preferred_role_is_marked() -> None:
    """Roles without a preferred one make a role mapping ambiguous."""
    claims = {"cognito:roles": [ROLE.format("A"), ROLE.format("B")]}
    assert Line("Preferred role", "none (of 2 roles)", Tone.WARNING) in lines(
        token(made(claims), NOW)
    )


def test_principal_tags() -> None:
    """Each tag is shown with its values."""
    claims = {"https://aws.amazon.com/tags": {"principal_tags": {"team": ["a", "b"]}}}
    (section,) = [each for each in token(made(claims), NOW) if "tags" in each.title]
    assert section.parts == (Line("team", "a, b"),)


def test_a_token_of_the_emulator_never_shows_its_signature() -> None:
    """The document contains neither the token nor its signature."""
    claims = {"iss": "https://cognito-identity.amazonaws.com", "sub": POOL, "aud": POOL}
    secret = Secret(signed("us-east-1", claims, 600))
    document = token(decode(secret), NOW, verify(secret, json_web_keys()))
    assert values(document)["Kind"] == "Cognito identity token"
    assert values(document)["Signature"].startswith("verified.")
    for part in secret.reveal().split("."):
        assert part not in repr(document)
