"""The logins dialog: each source, and each mistake that it names."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cogtui.app import CogtuiApp
from cogtui.secret import Secret
from tests.emulator.users import assertion, id_token
from tests.screens.logins.opened_dialog import GOOGLE, GOOGLE_APP, opened
from tests.screens.user import SMALL, WIDE

APPLE = "appleid.apple.com"
GITHUB = "token.actions.githubusercontent.com"
OKTA = "arn:aws:iam::111122223333:saml-provider/Okta-Workforce"
OWN = "cognito-identity.amazonaws.com"
MakeApp = Callable[..., CogtuiApp]


def google(user: str = "ana", **claims: object) -> str:
    """Return a Google token that the pool accepts, unless the claims are changed."""
    return id_token(GOOGLE, user, GOOGLE_APP, **claims)


async def test_a_token_is_pasted(app_on: MakeApp) -> None:
    """It is summarized, and returned under its key."""
    token = google(email="ana@example.com", exp=time.time() + 55 * 60 + 5)
    async with opened(app_on(), size=SMALL) as driver:
        user = driver.user
        await user.sees(
            "Logins are optional: Ctrl+S continues without one.",
            "▸ ○ us-east-1_Kx3mPq7Rt ID token",
            "○ Google",
        )
        await user.press("j")
        await user.sees("▸ ○ Google ID token\naccounts.google.com\nnone")
        await driver.pastes_token(token)
        await user.sees("▸ ● Google ID token", "of ana@example.com, expires in 55 min")
        await user.press("ctrl+s")
        assert await driver.returns() == {GOOGLE: Secret(token)}


async def test_several_logins(app_on: MakeApp) -> None:
    """Each key has its own token; a removed one is not returned."""
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("j")
        await driver.pastes_token(google())
        await user.press("j")
        apple = id_token(APPLE, "bea", "com.example.shop")
        await driver.pastes_token(apple)
        await user.sees("of ana, expires in", "of bea, expires in")
        await user.press("k", "d")
        await user.sees("○ Google", "● Apple")
        await user.press("g")
        await user.sees("▸ ○ us-east-1_Kx3mPq7Rt")
        await user.press("G")
        await user.sees("▸ ● Apple")
        await user.press("ctrl+s")
        assert await driver.returns() == {APPLE: Secret(apple)}


async def test_enter_offers_the_sources(app_on: MakeApp) -> None:
    """The available sources are listed with their keys; Escape chooses none."""
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("enter")
        await user.sees("p Paste or type", "f Read from", "e Use an", "s Sign in to the user")
        await user.press("escape")
        await user.sees("Logins ·")
        await user.press("j", "enter")
        await user.sees(f"Login · {GOOGLE}", "p Paste or type")
        assert "Sign in" not in user.words
        await user.type("environment")
        await user.press("enter")
        await user.sees("Variable")
        await user.press("escape", "escape")
        assert await driver.returns() is None


async def test_a_paste_into_the_menu_is_the_login(app_on: MakeApp) -> None:
    """A token pasted where the sources are searched is taken, and never shown."""
    token = google(email="ana@example.com")
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("j", "enter")
        await user.sees(f"Login · {GOOGLE}")
        await user.paste(f"  {token}\n")
        await user.sees("▸ ● Google ID token", "of ana@example.com, expires in")
        await user.press("enter")
        await user.paste("{\n  'id_token': 1\n}")
        await user.sees("Paste ignored. It has 3 lines; a token has one.")
        assert token[:8] not in user.words
        await user.press("ctrl+s")
        assert await driver.returns() == {GOOGLE: Secret(token)}


async def test_a_developer_user_pasted_into_the_menu(app_on: MakeApp) -> None:
    """The developer provider takes what is pasted as the user."""
    async with opened(app_on(), "partner-portal", developer=True) as driver:
        user = driver.user
        await user.press("enter")
        await user.sees("p Paste or type")
        await user.paste("tenant-7/ana")
        await user.sees("tenant-7/ana")
        await user.press("ctrl+s")
        assert list((await driver.returns()).values()) == [Secret("tenant-7/ana")]


async def test_canceling_drops_the_logins(app_on: MakeApp) -> None:
    """Nothing is returned, and the dialog no longer holds any token."""
    logins = {GOOGLE: Secret(google())}
    async with opened(app_on(), logins=logins) as driver:
        await driver.user.sees("● Google")
        dialog = driver.user.app.screen
        await driver.user.press("escape")
        assert await driver.returns() is None
        assert vars(dialog)["_logins"] == {}


async def test_a_file(app_on: MakeApp, home: Path) -> None:
    """Its path can contain ~, and white space around the token is ignored."""
    (home / "token.txt").write_text(f"\n  {google()}\n\n")
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("j", "f")
        await user.sees("Token file")
        await user.type("~/token.txt")
        await user.press("ctrl+s")
        await user.sees("of ana, expires in")
        await user.press("ctrl+s")
        assert await driver.returns() == {GOOGLE: Secret(google_of(home))}


def google_of(home: Path) -> str:
    """Return the token that the dialog read."""
    return (home / "token.txt").read_text().strip()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "It is empty."),
        (b" \n\t\n", "It is empty."),
        (b"one\ntwo\nthree", "It has 3 lines; a token has one."),
        (b"\xff\xfe\x00t", "It is not UTF-8 text."),
        (b"a\x00b", "It is not text: it contains control characters."),
        (b"t" * 50_001, "It has 50,001 characters; the limit for a login token is 50,000."),
        (b"t" * 300_000, "characters; the limit for a login token is 50,000."),
    ],
    ids=["empty", "blank", "lines", "bytes", "control", "long", "endless"],
)
async def test_a_file_without_a_token(
    app_on: MakeApp, home: Path, content: bytes, expected: str
) -> None:
    """The error is shown at the field, where another path can be typed."""
    (home / "file").write_bytes(content)
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("f")
        await user.type("~/file")
        await user.press("ctrl+s")
        await user.sees(
            "✗ Cannot read the token", f"✗ {expected}" if expected[0] == "I" else expected, "~/file"
        )
        await user.press("escape", "y")
        await user.sees("○ us-east-1_Kx3mPq7Rt")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("~", "It is a directory."),
        ("~/nowhere", "Cannot read it: No such file or directory."),
        ("/dev/zero", "It is not a regular file."),
        ("~nobody-here/file", "The path is invalid."),
        ("/proc/self/mem", "Cannot read it: Input/output error."),
    ],
)
async def test_a_path_that_leads_to_no_file(app_on: MakeApp, path: str, expected: str) -> None:
    """The reason is shown at the field."""
    async with opened(app_on()) as driver:
        await driver.user.press("f")
        await driver.user.type(path)
        await driver.user.press("ctrl+s")
        await driver.user.sees(f"✗ {expected}")


async def test_a_file_that_is_slow_to_read(
    app_on: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialog names the file; Escape cancels, and the logins are unchanged."""
    released = threading.Event()
    # a local file is never as slow as one on a network that hangs
    expand = Path.expanduser

    def expand_slowly(path: Path) -> Path:
        if path == Path("/mnt/far/token"):
            released.wait(10)
        return expand(path)

    monkeypatch.setattr(Path, "expanduser", expand_slowly)
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("f")
        await user.type("/mnt/far/token")
        await user.press("ctrl+s")
        await user.sees("Reading /mnt/far/token…", "Esc Cancel")
        await user.press("escape")
        await user.sees("Logins ·", "○ us-east-1_Kx3mPq7Rt")
        released.set()
        await user.press("escape")
        assert await driver.returns() is None


async def test_an_assertion_in_lines(app_on: MakeApp, home: Path) -> None:
    """Wrapped base64 is joined, and the user is shown."""
    text = assertion("ana@example.com", "2040-01-01T00:00:00Z")
    (home / "saml").write_text("\n".join(text[at : at + 76] for at in range(0, len(text), 76)))
    async with opened(app_on(), "workforce-sso") as driver:
        user = driver.user
        await user.sees("▸ ○ SAML Okta-Workforce SAML assertion")
        await user.press("f")
        await user.type("~/saml")
        await user.press("ctrl+s")
        await user.sees("of ana@example.com, expires in 13 y", "Not checked: its signature")
        await user.press("t")
        await user.sees("No claims to show.")
        await user.press("ctrl+s")
        assert await driver.returns() == {OKTA: Secret(text)}


async def test_an_environment_variable(app_on: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing or empty variable is reported at the field; the name can begin with $."""
    monkeypatch.setenv("MY_TOKEN", google())
    monkeypatch.setenv("MY_LINES", "one\ntwo")
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("j", "e")
        await user.sees("Variable")
        await user.press("ctrl+s")
        await user.sees("✗ required")
        await user.type("MY_LINES")
        await user.press("ctrl+s")
        await user.sees("✗ It has 2 lines; a token has one.")
        await user.type("S")
        await user.sees("✗ It is not set in the environment where cogtui was started.")
        await user.press("ctrl+u")
        await user.type("$MY_TOKEN")
        await user.press("ctrl+s")
        await user.sees("of ana, expires in")


async def test_the_length_of_a_token(app_on: MakeApp) -> None:
    """An empty token and one that is too long are rejected at the field."""
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("p", "ctrl+s")
        await user.sees("✗ required")
        await driver.user.paste("t" * 50_001)
        await user.sees("✗ up to 50,000 characters, now 50,001")
        await user.press("ctrl+s")
        await user.sees("IdentityProviderToken")
        await user.press("escape", "y")
        await user.sees("○ us-east-1_Kx3mPq7Rt")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (lambda: google(exp=1_700_000_000), "✗ The token expired"),
        (lambda: id_token("example.com", "ana", GOOGLE_APP), "✗ The token is from example.com"),
        (lambda: id_token(GOOGLE, "ana", "another"), "✗ The token is for client another"),
        (lambda: google(aud=None), "✗ This is an access token"),
        (lambda: google(nbf=int(time.time()) + 3600), "! The token becomes valid in 59 min"),
        (lambda: "what was in the clipboard", "✗ There is whitespace in the token"),
    ],
    ids=["expired", "issuer", "client", "access token", "not yet", "clipboard"],
)
async def test_a_mistake_is_named_and_questioned(
    app_on: MakeApp, token: Callable[[], str], expected: str
) -> None:
    """No returns to the dialog, yes uses the login anyway."""
    made = token()
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("j")
        await driver.pastes_token(made)
        await user.sees(expected)
        await user.press("ctrl+s")
        await user.sees("Use 1 login despite the problems?", "Problems with accounts.google.com")
        await user.press("n")
        await user.sees("Logins ·", expected)
        assert driver.is_open
        await user.press("ctrl+s")
        await user.sees("despite the problems?")
        await user.press("y")
        assert await driver.returns() == {GOOGLE: Secret(made)}


async def test_an_unchecked_token_is_not_questioned(app_on: MakeApp) -> None:
    """An opaque access token is returned without a question."""
    async with opened(app_on(), "web-storefront") as driver:
        user = driver.user
        await user.press("j")
        await user.sees("▸ ○ Facebook access token")
        await driver.pastes_token("EAAB7")
        await user.sees("set, 5 characters", "· Only Facebook can check")
        await user.press("ctrl+s")
        assert await driver.returns() == {"graph.facebook.com": Secret("EAAB7")}


async def test_two_mistakes(app_on: MakeApp) -> None:
    """The question counts and names them."""
    logins = {GOOGLE: Secret("x"), APPLE: Secret("y")}
    async with opened(app_on(), size=WIDE, logins=logins) as driver:
        await driver.user.press("ctrl+s")
        await driver.user.sees(
            "Use 2 logins despite the problems?", f"Problems with {GOOGLE}, {APPLE}."
        )


async def test_the_claims_of_a_token(app_on: MakeApp) -> None:
    """T shows header and claims, and Escape returns."""
    async with opened(app_on(), logins={GOOGLE: Secret(google())}) as driver:
        user = driver.user
        await user.press("t")
        await user.sees("Kind ID token", f"Issuer https://{GOOGLE}", "alg HS256")
        await user.press("escape", "d")
        await user.sees("○ Google")
        await user.press("t", "d")
        await user.sees("Logins ·", "○ Google")


async def test_a_needed_login(app_on: MakeApp) -> None:
    """It is listed first, and the dialog does not return without it."""
    async with opened(app_on(), needed=[APPLE]) as driver:
        user = driver.user
        await user.sees(
            "This login is required; others are optional.", "▸ ○ Apple ID token required"
        )
        await user.press("ctrl+s")
        await user.sees(f"Required: {APPLE}.")
        await driver.pastes_token(id_token(APPLE, "bea", "com.example.shop"))
        await user.sees_no("Required:")
        await user.press("ctrl+s")
        assert list(await driver.returns()) == [APPLE]


async def test_one_of_several_needed_logins(app_on: MakeApp) -> None:
    """An OpenID Connect provider is listed by its issuer, and unknown providers are marked."""
    arn = f"arn:aws:iam::111122223333:oidc-provider/{GITHUB}"
    async with opened(app_on(), "github-actions", needed=[arn, "www.amazon.com"]) as driver:
        user = driver.user
        await user.sees(
            "One required login is enough; others are optional.", f"▸ ○ {GITHUB} ID token required"
        )
        await user.sees("○ Amazon not among the pool's providers required")
        await user.press("ctrl+s")
        await user.sees(f"Required: {GITHUB} or www.amazon.com.")
        await user.press("j")
        await driver.pastes_token("Atza|x")
        await user.sees("✗ The pool does not have the provider www.amazon.com.")


async def test_at_least_one_login(app_on: MakeApp) -> None:
    """The dialog does not return empty if the call requires a login."""
    async with opened(app_on(), may_be_empty=False) as driver:
        await driver.user.sees("At least one login is required.")
        await driver.user.press("ctrl+s")
        await driver.user.sees("Add a login, or press Esc to cancel.")


async def test_no_login_at_all(app_on: MakeApp) -> None:
    """The dialog returns no login if that is allowed."""
    async with opened(app_on()) as driver:
        await driver.user.press("ctrl+s")
        assert await driver.returns() == {}


async def test_a_pool_without_providers(app_on: MakeApp) -> None:
    """The list is empty, and no key has an effect."""
    async with opened(app_on(), "loyalty-program") as driver:
        await driver.user.sees("The pool has no provider, so it accepts no logins.")
        await driver.user.press("enter", "p", "f", "e", "s", "t", "d", "j", "ctrl+s")
        assert await driver.returns() == {}


async def test_a_developer_user(app_on: MakeApp) -> None:
    """The identifier is shown in plain text and can be edited."""
    async with opened(app_on(), "partner-portal", developer=True) as driver:
        user = driver.user
        await user.sees("developer user identifier", "none")
        await user.press("f", "e", "t", "p")
        await user.sees("DeveloperUserIdentifier")
        await user.type("partner-1")
        await user.press("ctrl+s")
        await user.sees("● ", "partner-1", "d Remove")
        await user.press("p")
        await user.type("7")
        await user.press("ctrl+s")
        await user.sees("partner-17")
        await user.press("ctrl+s")
        (value,) = (await driver.returns()).values()
        assert value == Secret("partner-17")


async def test_a_cognito_token(app_on: MakeApp) -> None:
    """Its key is listed only for the operation that accepts it."""
    async with opened(app_on(), "partner-portal") as driver:
        assert OWN not in driver.user.words
    operation = "get-credentials-for-identity"
    async with opened(app_on(), "partner-portal", operation=operation) as driver:
        await driver.user.sees(OWN, "Cognito identity token")


async def test_a_token_that_expires_in_the_dialog(app_on: MakeApp) -> None:
    """The status follows the clock."""
    now = [time.time()]
    token = Secret(google(exp=now[0] + 600))
    async with opened(app_on(), logins={GOOGLE: token}, clock=lambda: now[0]) as driver:
        await driver.user.sees("expires in")
        now[0] += 7200
        await driver.user.press("ctrl+s")
        await driver.user.sees("Use 1 login despite the problems?")
        await driver.user.press("n")
        await driver.user.sees("of ana, expired 1 h ago", "✗ The token expired 1 h ago.")


async def test_a_token_without_user_and_expiry(app_on: MakeApp) -> None:
    """The summary does without them."""
    async with opened(app_on(), logins={GOOGLE: Secret(google(exp=None, sub=None))}) as driver:
        await driver.user.sees("names no user", "has no expiry")


async def test_a_terminal_that_gets_smaller(app_on: MakeApp) -> None:
    """Title and keys stay visible, and the list scrolls."""
    async with opened(app_on(), "tenant-directory") as driver:
        await driver.user.pilot.resize_terminal(80, 12)
        await driver.user.sees("Logins ·", "^s Continue")
