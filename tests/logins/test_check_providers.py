"""The checks of logins for OpenID Connect and SAML providers, as IAM and their tokens name them."""

import pytest
from botocore.exceptions import ClientError

from cogtui.logins.checks import Certainty, Finding
from cogtui.service import operation_names
from tests.emulator.users import SAML, assertion, id_token, make_pool
from tests.logins.test_checks import Pool, pools

__all__ = ["pools"]

CLASSIC = operation_names.GET_OPEN_ID_TOKEN
WRONG, UNCHECKED = Certainty.WRONG, Certainty.UNCHECKED

SLASHED = {
    "Auth0": "t.eu.auth0.com",
    "Auth0, own domain": "login.shop.example",
    "Entra ID": "sts.windows.net/5f2b1f2e-0c4d-4c1e-9a53-6d1c0c8b7a11",
    "Azure AD B2C": "contoso.b2clogin.com/5f2b1f2e-0c4d-4c1e-9a53-6d1c0c8b7a11/v2.0",
    "authentik": "auth.example.com/application/o/shop",
    "another port": "idp.example.com:8443/realms/shop",
}
"""Issuers whose tokens have a slash at the end of `iss`."""


def pool_of(pools: dict[str, Pool], url: str) -> Pool:
    """Return a new pool with the OpenID Connect provider of a URL without its scheme."""
    client = pools["all"].client
    arn = f"arn:aws:iam::111122223333:oidc-provider/{url}"
    pool_id = make_pool(client, OpenIdConnectProviderARNs=[arn])
    return Pool(client, client.describe_identity_pool(IdentityPoolId=pool_id))


@pytest.mark.parametrize("name", SLASHED.values(), ids=SLASHED)
def test_an_issuer_with_a_slash(pools: dict[str, Pool], name: str) -> None:
    """It is the provider whose URL in IAM has none; the key has none either."""
    pool = pool_of(pools, name)
    token = id_token(name, "ada", iss=f"https://{name}/")
    assert [each.certainty for each in pool.check(name, token)] == [UNCHECKED]
    assert not pool.refuses(name, token)
    for key in (f"{name}/", f"https://{name}/", f"https://{name}"):
        (finding,) = pool.check(key, token)
        assert finding.remedy == f"Use {name} as the key."
        assert pool.refuses(key, token)


@pytest.mark.parametrize("name", SLASHED.values(), ids=SLASHED)
def test_a_provider_with_a_slash(pools: dict[str, Pool], name: str) -> None:
    """An IAM provider whose URL has the slash matches no token, whatever the key."""
    pool = pool_of(pools, f"{name}/")
    arn = f"arn:aws:iam::111122223333:oidc-provider/{name}/"
    for issuer in (f"https://{name}/", f"https://{name}", name):
        token = id_token(name, "ada", iss=issuer)
        for key in (f"{name}/", name, f"https://{name}/", f"https://{name}", arn, "typo.example"):
            first = pool.check(key, token)[0]
            assert first.certainty is WRONG
            assert first.message.startswith(f"The pool's provider {name}/ ends in a slash")
            assert "Create the provider in IAM without the slash" in first.remedy
            assert pool.refuses(key, token)


SAML_ARNS = [
    SAML,
    "arn:aws-us-gov:iam::111122223333:saml-provider/ADFS",
    "arn:aws-cn:iam::111122223333:saml-provider/Keycloak",
    "arn:aws:iam::111122223333:saml-provider/AWSSSO_a1b2c3_DO_NOT_DELETE",
    "arn:aws:iam::111122223333:saml-provider/team/Entra",
    "arn:aws:iam::111122223333:saml-provider/Google.Workspace@corp",
]


@pytest.mark.parametrize("arn", SAML_ARNS)
def test_the_classic_flow_takes_no_saml(pools: dict[str, Pool], arn: str) -> None:
    """A SAML login is wrong for GetOpenIdToken alone, and the emulator refuses it there."""
    client = pools["all"].client
    pool_id = make_pool(client, SamlProviderARNs=[arn])
    pool = Pool(client, client.describe_identity_pool(IdentityPoolId=pool_id))
    logins = {arn: assertion("ada")}
    assert pool.check(arn, logins[arn], operation=CLASSIC) == [
        Finding(WRONG, "The classic flow does not accept SAML logins.", "Use the enhanced flow.")
    ]
    assert [each.certainty for each in pool.check(arn, logins[arn])] == [UNCHECKED]
    identity = client.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    with pytest.raises(ClientError, match="not supported with SAML"):
        client.get_open_id_token(IdentityId=identity, Logins=logins)
