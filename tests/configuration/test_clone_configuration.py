"""Configurations adapted for a new pool."""

from cogtui.account.account import Account
from cogtui.configuration.clone_configuration import clone_configuration
from cogtui.configuration.plan import plan_creation
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.configuration.redaction import without_secrets
from cogtui.documents.configuration_change import RemarkLevel
from cogtui.gateway import CallerIdentity
from tests.configuration.emulator_pools import make
from tests.configuration.samples import FULL, GOOGLE, OIDC, ROLE, SAML, TWITTER, by_rules, rule

HERE = "111122223333"
THERE = CallerIdentity("444455556666", "arn:aws-us-gov:iam::444455556666:user/ana")


def moved(arn: str) -> str:
    """Return an ARN with the other account."""
    return arn.replace("arn:aws:", "arn:aws-us-gov:").replace(HERE, THERE.account)


async def test_a_clone_has_everything_but_the_name(account: Account) -> None:
    """The clone includes the secret, and remarks list what is not cloned."""
    found = clone_configuration(FULL, "copy", HERE, THERE._replace(account=HERE))
    assert found.configuration == FULL.replaced(IdentityPoolName="copy")
    pool = await make(account, found.configuration)
    assert found.configuration == await read(account, pool)
    assert [(each.weight, each.path) for each in found.remarks] == [
        (RemarkLevel.WARNING, ()),
        (RemarkLevel.WARNING, ("Roles",)),
        (RemarkLevel.NOTE, ("DeveloperProviderName",)),
    ]
    assert all(arn in found.remarks[1].text for arn in FULL.role_arns())


def test_a_clone_of_a_minimal_pool() -> None:
    """The only remark is about identities."""
    bare = Configuration.of({"IdentityPoolName": "x"})
    (remark,) = clone_configuration(bare, "y").remarks
    assert remark.text.startswith("Identities are not cloned")
    assert len(clone_configuration(bare, "y", HERE, THERE).remarks) == 1


def test_a_clone_in_another_account() -> None:
    """IAM roles and providers are translated by name and listed in the remarks."""
    foreign = "arn:aws:iam::999999999999:oidc-provider/x"
    before = FULL.replaced(
        OpenIdConnectProviderARNs=[OIDC, foreign],
        RoleMappings={SAML: by_rules(rule("x")), GOOGLE: FULL["RoleMappings"][GOOGLE]},
        IdentityPoolTags={"role": ROLE.format("User")},
    )
    found = clone_configuration(before, "copy", HERE, THERE)
    after = found.configuration
    assert after["SamlProviderARNs"] == [moved(SAML)]
    assert after["OpenIdConnectProviderARNs"] == sorted([moved(OIDC), foreign])
    assert after["RoleMappings"] == {
        moved(SAML): by_rules({**rule("x"), "RoleARN": moved(ROLE.format("Reader"))}),
        GOOGLE: FULL["RoleMappings"][GOOGLE],
    }
    assert [*after["PrincipalTags"]] == [GOOGLE, moved(OIDC)]
    assert after["IdentityPoolTags"] == before["IdentityPoolTags"]
    assert after["SupportedLoginProviders"] == before["SupportedLoginProviders"]
    assert not plan_creation(after, THERE.account, THERE.partition).errors
    texts = [each.text for each in found.remarks]
    assert any(text.startswith("These must exist in account 444455556666") for text in texts)
    assert "The user pools remain those of account 111122223333." in texts


def test_a_clone_of_a_snapshot() -> None:
    """Its secrets are unknown."""
    left_out = Configuration.of(without_secrets(FULL))
    found = clone_configuration(left_out, "copy")
    assert ("SupportedLoginProviders", TWITTER) in [each.path for each in found.remarks]
    assert [each.path for each in plan_creation(found.configuration).errors] == [
        ("SupportedLoginProviders", TWITTER)
    ]
