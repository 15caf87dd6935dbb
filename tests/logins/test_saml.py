"""Reading SAML responses, and the errors for texts that are not responses."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.emulator import saml
from cogtui.logins.jwt import TokenError
from cogtui.logins.saml import NAME_ID, ROLE, Assertion, read_assertion, roles_in
from cogtui.secret import Secret
from tests.emulator.users import assertion

ROLE_ARN = "arn:aws:iam::111122223333:role/{}"
PROVIDER = "arn:aws:iam::111122223333:saml-provider/Okta"
NAMESPACES = (
    'xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"'
)


def encoded(xml: str) -> Secret:
    """Return XML in the form that a login requires."""
    return Secret(base64.b64encode(xml.encode()).decode())


def response(inside: str) -> Secret:
    """Return a response with an assertion."""
    return encoded(f"<p:Response {NAMESPACES}><a:Assertion>{inside}</a:Assertion></p:Response>")


SUBJECT = "<a:Subject><a:NameID>ada</a:NameID></a:Subject>"


def test_a_complete_assertion() -> None:
    """Issuer, user, conditions and attributes are read; the issuer of the response is not."""
    document = encoded(
        f"<p:Response {NAMESPACES}><a:Issuer>outer</a:Issuer><a:Assertion>"
        "<a:Issuer>https://idp.example </a:Issuer>"
        "<a:Subject><a:NameID> ada@example.com\n</a:NameID></a:Subject>"
        '<a:Conditions NotBefore="2023-11-14T22:13:20Z" NotOnOrAfter="2023-11-14T23:13:20"/>'
        "<a:AttributeStatement>"
        '<a:Attribute Name="one"><a:AttributeValue>x&amp;y</a:AttributeValue></a:Attribute>'
        '<a:Attribute Name="two"><a:AttributeValue>x</a:AttributeValue>'
        "<a:AttributeValue/></a:Attribute>"
        "<a:Attribute><a:AttributeValue>nameless</a:AttributeValue></a:Attribute>"
        "</a:AttributeStatement></a:Assertion></p:Response>"
    )
    assert read_assertion(document) == Assertion(
        "https://idp.example",
        {NAME_ID: "ada@example.com", "one": "x&y", "two": ["x", ""], "": "nameless"},
        1_700_000_000.0,
        1_700_003_600.0,
    )


def test_a_minimal_assertion() -> None:
    """A user is enough."""
    assert read_assertion(response(SUBJECT)) == Assertion("", {NAME_ID: "ada"}, None, None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["department", "team"]),
            st.lists(st.text("ab c", min_size=1).filter(str.strip), min_size=1),
        ),
        unique_by=lambda attribute: attribute[0],
    )
)
def test_the_emulator_reads_the_same(attributes: list[tuple[str, list[str]]]) -> None:
    """The claims equal those that the emulator reads from the same response."""
    text = assertion("ada", None, **dict(attributes))
    emulated = saml.read_assertion(text)
    assert emulated is not None
    assert emulated.claims == read_assertion(Secret(text)).claims


def test_roles() -> None:
    """Each pair gives its role, in either order."""
    values = [f"{ROLE_ARN.format('A')},{PROVIDER}", f"{PROVIDER}, {ROLE_ARN.format('B')}"]
    both = read_assertion(Secret(assertion("ada", None, **{ROLE: values})))
    assert both.roles == [ROLE_ARN.format("A"), ROLE_ARN.format("B")]
    one = read_assertion(Secret(assertion("ada", None, **{ROLE: values[0]})))
    assert one.roles == [ROLE_ARN.format("A")]
    assert read_assertion(response(SUBJECT)).roles == []
    assert roles_in([7, "", None, {}]) == []


BOMB = (
    '<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<p:Response {NAMESPACES}><a:Assertion><a:Subject><a:NameID>&b;</a:NameID></a:Subject>"
    "</a:Assertion></p:Response>"
)
FETCHING = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (Secret("<p:Response/>"), "plain XML"),
        (Secret("PHg+\nPC94Pg=="), "whitespace"),
        (Secret("PHg%2BPC94Pg%3D%3D"), "URL-encoded"),
        (Secret("!"), "not base64"),
        (Secret("abc"), "not base64"),
        (Secret("ä"), "not base64"),
        (Secret(""), "not XML in base64"),
        (Secret("abcd"), "not XML in base64"),
        (Secret("x" * 50_001), "50,001 characters"),
        (encoded("<x>"), "not XML in base64"),
        (encoded("<x/>"), "not a SAML response"),
        (encoded(f"<a:Assertion {NAMESPACES}>{SUBJECT}</a:Assertion>"), "not a SAML response"),
        (response(""), "not a SAML response"),
        (response("<a:Subject><a:NameID> </a:NameID></a:Subject>"), "not a SAML response"),
        (encoded(f"<p:Response {NAMESPACES}><a:EncryptedAssertion/></p:Response>"), "encrypted"),
        (response(f'{SUBJECT}<a:Conditions NotOnOrAfter="soon"/>'), "an invalid time"),
        (encoded(BOMB), "declares a document type"),
        (encoded(FETCHING), "declares a document type"),
    ],
)
def test_texts_that_are_not_assertions(token: Secret, expected: str) -> None:
    """The message names each mistake, and the error does not carry the text."""
    with pytest.raises(TokenError, match=expected) as caught:
        read_assertion(token)
    assert caught.value.__context__ is None


@given(st.binary(max_size=200) | st.text("<>/a:= &;\"'!", max_size=60).map(str.encode))
def test_any_bytes_are_rejected_cleanly(content: bytes) -> None:
    """Nothing raises any other error."""
    with pytest.raises(TokenError):
        read_assertion(Secret(base64.b64encode(content).decode()))
