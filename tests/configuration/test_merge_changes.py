"""Three-way merges of configurations."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.configuration.merge_changes import Conflict, MergeSide, merged
from cogtui.configuration.pool_configuration import SHAPES, Configuration
from tests.configuration.samples import FULL, GOOGLE, OIDC, TWITTER
from tests.configuration.strategies import configurations, edits
from tests.inputs import USER_POOL

few = settings(max_examples=15)
both = st.tuples(configurations(), configurations())


@few
@given(both)
def test_an_unchanged_side_takes_the_other(sides: tuple[Configuration, ...]) -> None:
    """If only one side changed, the result is that side, without conflicts."""
    base, changed = sides
    for theirs, yours in ((changed, base), (base, changed), (changed, changed)):
        found = merged(base, theirs, yours)
        assert found.conflicts == ()
        assert changed == found.resolved({})


@few
@given(st.data())
def test_choosing_one_side_keeps_its_changes(data: st.DataObject) -> None:
    """Choosing one side keeps all its changes, and the other side's where there is no conflict."""
    base = data.draw(configurations())
    theirs, yours = data.draw(edits(base)), data.draw(edits(base))
    found = merged(base, theirs, yours)
    mirrored = merged(base, yours, theirs)
    assert {each.path for each in found.conflicts} == {each.path for each in mirrored.conflicts}
    assert found.resolved({}, MergeSide.YOURS) == mirrored.resolved({}, MergeSide.THEIRS)
    for name in SHAPES:
        contested = any(each.path[0] == name for each in found.conflicts)
        if base[name] == theirs[name]:
            assert not contested
            assert found.resolved({})[name] == yours[name]
    taken = found.resolved({each.path: MergeSide.YOURS for each in found.conflicts})
    again = merged(base, taken, yours)
    assert again.conflicts == ()
    assert taken == again.resolved({})


def test_pieces_are_merged() -> None:
    """A tag of one side and a provider of the other end up in the same members."""
    theirs = FULL.replaced(
        IdentityPoolTags={"stage": "dev", "empty": ""}, OpenIdConnectProviderARNs=[OIDC, "theirs"]
    )
    yours = FULL.replaced(
        IdentityPoolTags={"stage": "prod"},
        OpenIdConnectProviderARNs=["yours"],
        AllowClassicFlow=True,
    )
    found = merged(FULL, theirs, yours)
    assert found.conflicts == ()
    expected = FULL.replaced(
        IdentityPoolTags={"stage": "dev"},
        OpenIdConnectProviderARNs=["theirs", "yours"],
        AllowClassicFlow=True,
    )
    assert expected == found.resolved({})


def test_conflicts_are_resolved_one_by_one() -> None:
    """Each can take either side or the base."""
    provider = FULL["CognitoIdentityProviders"][0]
    key = ("CognitoIdentityProviders", f"{USER_POOL}:app1")
    theirs = FULL.replaced(
        IdentityPoolName="theirs",
        CognitoIdentityProviders=[{**provider, "ServerSideTokenCheck": False}],
        RoleMappings={GOOGLE: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )
    yours = FULL.replaced(IdentityPoolName="yours", CognitoIdentityProviders=[], RoleMappings={})
    found = merged(FULL, theirs, yours)
    google = ("RoleMappings", GOOGLE)
    assert [each.path for each in found.conflicts] == [("IdentityPoolName",), key, google]
    assert found.conflicts[0] == Conflict(("IdentityPoolName",), "mobile", "theirs", "yours")
    choices = {
        ("IdentityPoolName",): MergeSide.BASE,
        key: MergeSide.YOURS,
        google: MergeSide.THEIRS,
    }
    decided = found.resolved(choices)
    assert decided["IdentityPoolName"] == "mobile"
    assert decided["CognitoIdentityProviders"] == []
    assert decided["RoleMappings"] == theirs["RoleMappings"]


def test_secrets_are_compared_and_not_shown() -> None:
    """Two different new secrets are a conflict."""
    logins = FULL["SupportedLoginProviders"]
    theirs = FULL.replaced(SupportedLoginProviders={**logins, TWITTER: "key;sentinel_theirs"})
    yours = FULL.replaced(SupportedLoginProviders={**logins, TWITTER: "key;sentinel_yours"})
    found = merged(FULL, theirs, yours)
    assert [each.path for each in found.conflicts] == [("SupportedLoginProviders", TWITTER)]
    assert "sentinel" not in repr(found)
    assert yours == found.resolved({}, MergeSide.YOURS)
