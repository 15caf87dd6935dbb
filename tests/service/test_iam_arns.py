"""ARNs of the wrong kind."""

from typing import Final

from cogtui.service.iam_arns import ArnKind, find_mistake
from tests.cases import case

IAM: Final = "arn:aws:iam::111122223333:"

OIDC: Final = f"{IAM}oidc-provider/"

NEEDS_OIDC: Final = (
    "the ARN of an OpenID Connect provider in IAM: arn:aws:iam::ACCOUNT:oidc-provider/HOST"
)

NEEDS_ROLE: Final = "the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME"

NEEDS_SAML: Final = "the ARN of a SAML provider in IAM: arn:aws:iam::ACCOUNT:saml-provider/NAME"

CONSOLE_URL: Final = (
    "https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1"
    "#/roles/details/Guest?section=permissions"
)

VALID: Final = (
    (ArnKind.ROLE, f"{IAM}role/Guest"),
    (ArnKind.ROLE, f"{IAM}role/service-role/a=b,c@d.e+f_g-h"),
    (ArnKind.ROLE, "arn:aws-us-gov:iam::111122223333:role/Guest"),
    (ArnKind.OIDC, f"{OIDC}accounts.google.com"),
    (ArnKind.OIDC, f"{OIDC}login.example.com:8443/realms/main"),
    (
        ArnKind.OIDC,
        "arn:aws-cn:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    ),
    (ArnKind.SAML, f"{IAM}saml-provider/Okta_Prod.v2-eu"),
)

MISTAKES: Final = (
    # roles
    (ArnKind.ROLE, "Guest", "a role's ARN, not its name", "arn:aws:iam::ACCOUNT:role/Guest"),
    (
        ArnKind.ROLE,
        "role/service-role/Guest",
        "a role's ARN, not its name",
        "arn:aws:iam::ACCOUNT:role/service-role/Guest",
    ),
    (ArnKind.ROLE, f"{IAM}user/jane", f"{NEEDS_ROLE}, not a user", ""),
    (ArnKind.ROLE, f"{IAM}instance-profile/Web", f"{NEEDS_ROLE}, not an instance profile", ""),
    (ArnKind.ROLE, f"{IAM}root", f"{NEEDS_ROLE}, not an account", ""),
    (ArnKind.ROLE, "arn:aws:iam::aws:policy/ReadOnlyAccess", f"{NEEDS_ROLE}, not a policy", ""),
    (
        ArnKind.ROLE,
        "arn:aws:sts::111122223333:assumed-role/Guest/CognitoIdentityCredentials",
        "a role's ARN, not a session's",
        f"{IAM}role/Guest",
    ),
    (
        ArnKind.ROLE,
        CONSOLE_URL,
        "a role's ARN, not its address in the console",
        "arn:aws:iam::ACCOUNT:role/Guest",
    ),
    (
        ArnKind.ROLE,
        CONSOLE_URL.replace("console.aws.amazon.com", "console.amazonaws.cn"),
        "a role's ARN, not its address in the console",
        "arn:aws-cn:iam::ACCOUNT:role/Guest",
    ),
    (ArnKind.ROLE, "arn:aws:iam::111122223333 :role/Guest", "no spaces", f"{IAM}role/Guest"),
    (ArnKind.ROLE, f"{IAM}role/Guest\n", "no spaces", f"{IAM}role/Guest"),
    (ArnKind.ROLE, f"{IAM}user/a b", "no spaces", ""),
    (
        ArnKind.ROLE,
        "arn:aws:iam::1111-2222-3333:role/Guest",
        "the account ID in an ARN has no hyphens",
        f"{IAM}role/Guest",
    ),
    (
        ArnKind.ROLE,
        "arn:aws:iam::11112222333:role/Guest",
        "an account ID of 12 digits in the ARN",
        "",
    ),
    (
        ArnKind.ROLE,
        "arn:aws:iam:us-east-1:111122223333:role/Guest/",
        "an IAM ARN has no region",
        f"{IAM}role/Guest",
    ),
    (ArnKind.ROLE, f"{IAM}role:Guest", "a slash before the role's name", f"{IAM}role/Guest"),
    (ArnKind.ROLE, "arn:aws:s3:::bucket", NEEDS_ROLE, ""),
    (ArnKind.ROLE, "arn", NEEDS_ROLE, ""),
    # OpenID Connect providers
    (
        ArnKind.OIDC,
        f"{IAM}saml-provider/Okta",
        f"{NEEDS_OIDC}, not a SAML provider, which belongs in SamlProviderARNs",
        "",
    ),
    (
        ArnKind.OIDC,
        f"{OIDC}https://t.eu.auth0.com/",
        "a provider's ARN has no https:// in it",
        f"{OIDC}t.eu.auth0.com",
    ),
    (
        ArnKind.OIDC,
        f"{OIDC}t.eu.auth0.com/",
        "no slash at the end: with one, its tokens are rejected",
        f"{OIDC}t.eu.auth0.com",
    ),
    (
        ArnKind.OIDC,
        "https://login.microsoftonline.com/common/v2.0/",
        "the provider's ARN in IAM, not its URL",
        "arn:aws:iam::ACCOUNT:oidc-provider/login.microsoftonline.com/common/v2.0",
    ),
    (
        ArnKind.OIDC,
        "accounts.google.com",
        "the provider's ARN in IAM, not its URL",
        "arn:aws:iam::ACCOUNT:oidc-provider/accounts.google.com",
    ),
    (
        ArnKind.OIDC,
        "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbC",
        "not a user pool: it belongs in CognitoIdentityProviders",
        "",
    ),
    (ArnKind.OIDC, f"{IAM}role/Guest", f"{NEEDS_OIDC}, not a role", ""),
    # SAML providers
    (
        ArnKind.SAML,
        f"{OIDC}login.example.com",
        f"{NEEDS_SAML}, not an OpenID Connect provider, which belongs in OpenIdConnectProviderARNs",
        "",
    ),
    (
        ArnKind.SAML,
        "Okta",
        "the provider's ARN in IAM, not its name",
        "arn:aws:iam::ACCOUNT:saml-provider/Okta",
    ),
    (
        ArnKind.SAML,
        "https://x.okta.com/app/exk1/sso/saml/metadata",
        "the provider's ARN in IAM, not the URL of its metadata or issuer",
        "",
    ),
    (ArnKind.SAML, f"{IAM}saml-provider/Okta/", NEEDS_SAML, ""),
)


def test_a_valid_arn() -> None:
    """ARNs in any partition, with paths and ports, are accepted."""
    for kind, arn in VALID:
        with case(arn):
            assert find_mistake(kind, arn) is None


def test_an_arn_of_the_wrong_kind() -> None:
    """The message says what is required, with the ARN that was meant where it can be derived."""
    for kind, arn, message, intended in MISTAKES:
        with case(arn):
            assert find_mistake(kind, arn) == (message, intended)


def test_the_suggestion_names_the_account() -> None:
    """A suggested ARN has the account where it is known."""
    mistake = find_mistake(ArnKind.ROLE, "Guest")
    assert mistake is not None
    assert mistake.text("111122223333").endswith(f"Did you mean {IAM}role/Guest?")
    assert mistake.text().endswith("Did you mean arn:aws:iam::ACCOUNT:role/Guest?")
    assert mistake.text("111122223333", "aws-us-gov").endswith(
        "Did you mean arn:aws-us-gov:iam::111122223333:role/Guest?"
    )


def test_the_required_form_names_the_partition() -> None:
    """The form of an ARN is that of the pool's partition."""
    mistake = find_mistake(ArnKind.SAML, "arn:aws:s3:::bucket/key")
    assert mistake is not None
    assert "arn:aws-eusc:iam::ACCOUNT:saml-provider/NAME" in mistake.text(partition="aws-eusc")
