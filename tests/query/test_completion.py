"""What is offered at each place of a query."""

from datetime import date

import pytest

from cogtui.query.completion import completions

PROVIDERS = [
    "accounts.google.com",
    "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC",
    "login.mycompany.app",
    "accounts.google.com",
    "arn:aws:iam::111122223333:saml-provider/Example",
    "odd (name)",
    'no "name"',
    "in\u200bvisible",
]
TERMS = [
    *("guest", "authenticated", "disabled", "provider:", "created<", "created>", "created:"),
    *("modified<", "modified>", "modified:", "not", "("),
]


def offered(text: str) -> list[str]:
    """Return the texts after a completion at the bar, or at the end."""
    before, _, after = text.partition("|")
    found = completions(before + after, len(before), PROVIDERS, date(2026, 11, 30))
    whole = before + after
    return [whole[: each.start] + each.text + whole[each.end :] for each in found]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", TERMS),
        ("guest and not ", [f"guest and not {each}" for each in TERMS]),
        ("!", [f"!{each}" for each in TERMS]),
        ("guest ", [f"guest {each}" for each in ("and", "or", *TERMS)]),
        ("(guest ", [f"(guest {each}" for each in ("and", "or", ")", *TERMS)]),
        ("(guest) ", [f"(guest) {each}" for each in ("and", "or", *TERMS)]),
        ("Gu", ["guest"]),
        ("g", ["guest", "provider:google"]),
        ("login", ["provider:login.mycompany.app"]),
        ("mod", ["modified<", "modified>", "modified:"]),
        ("created", ["created<", "created<=", "created>", "created>=", "created:"]),
        ("a o", ["a or", 'a provider:"odd (name)"']),
        ("provider ", ["provider :"]),
        ("created ", [f"created {each}" for each in ("<", "<=", ">", ">=", ":")]),
        ("guest", []),
        ("(guest)", []),
        ('"gue', []),
        ("guest and", []),
        ("us-east-1:5a", []),
        ("provider:GO", ["provider:google"]),
        ("provider: user", ["provider: userpool:us-east-1_AbC"]),
        ("provider:exam", ["provider:saml-provider/Example"]),
        ('provider:"odd"', []),
        ("provider<", []),
        ("other:", []),
        ("created>9", ["created>90d"]),
        ("created:2026-1", ["created:2026-11-30", "created:2026-11"]),
        ("created=2", []),
        ("g|e 5a", ["guest 5a", "provider:google 5a"]),
        ("cre|a<2026", ["created<2026", "created>2026", "created:2026"]),
        ("created<2|026-01 x", ["created<2026-11-30 x", "created<2026-11 x", "created<2026 x"]),
        ("|guest", []),
        ("guest |5a", []),
    ],
)
def test_words_are_completed(text: str, after: list[str]) -> None:
    """The word at the cursor is replaced by what fits its place and its beginning."""
    assert after == offered(text)


def test_values_are_completed() -> None:
    """After a key come the loaded providers, each once, or examples of ages and dates."""
    names = ["google", "userpool:us-east-1_AbC", "login.mycompany.app", "saml-provider/Example"]
    assert offered("provider:") == [f"provider:{each}" for each in (*names, '"odd (name)"')]
    examples = ["1h", "7d", "30d", "90d", "6mo", "1y", "2026-11-30", "2026-11", "2026"]
    assert offered("modified >") == [f"modified >{each}" for each in examples]


def test_completions_are_described() -> None:
    """A completion has a description, which is safe to draw."""
    found = completions("provider:s", 10, ["arn:aws:iam::1:saml-provider/E"], date(2026, 11, 30))
    assert [(each.text, each.description) for each in found] == [("saml-provider/E", "SAML E")]
