"""Hypothesis strategies for valid configurations and for edits of them."""

from typing import Any, Final

from hypothesis import strategies as st

from cogtui.configuration.pool_configuration import Configuration

ACCOUNT: Final = "111122223333"

_IN_IAM: Final = f"arn:aws:iam::{ACCOUNT}:"
_ODD: Final = "aZ09 .:/=+-_@$%{}\"'\\#\n\té日🦊\u202e\u2028"
"""Characters that are likely to break quoting or encoding."""

_names = st.text("abcXYZ019_", min_size=1, max_size=4)
_texts = st.text(st.sampled_from(_ODD) | st.characters(codec="utf-8"), min_size=1, max_size=12)
_printing = st.text(st.sampled_from("aZ9:_-$%{}\"'\\#é日"), min_size=1, max_size=8)
_tag_texts = st.text("aZ09 .:/=+-_@", min_size=1, max_size=8).filter(
    lambda text: not text.lower().startswith("aws:")
)
_roles = st.builds("{}role/path/{}".format, st.just(_IN_IAM), _names)
_user_pools = st.fixed_dictionaries(
    {
        "ProviderName": st.builds(
            "cognito-idp.{0}.amazonaws.com/{0}_{1}".format,
            st.sampled_from(["us-east-1", "eu-west-1"]),
            st.sampled_from("AB"),
        ),
        "ClientId": st.sampled_from(["c1", "c2", "c_3"]),
        "ServerSideTokenCheck": st.booleans(),
    }
)
_social = st.fixed_dictionaries(
    {},
    optional={
        "accounts.google.com": st.sampled_from(["1.apps", "2.apps"]),
        "graph.facebook.com": st.sampled_from(["123", "456"]),
        "api.twitter.com": st.sampled_from(["key;sentinel_one", "key;sentinel_two", "k2;x"]),
    },
)
_rules = st.lists(
    st.fixed_dictionaries(
        {
            "Claim": _printing,
            "MatchType": st.sampled_from(["Equals", "Contains", "StartsWith", "NotEqual"]),
            "Value": _texts,
            "RoleARN": _roles,
        }
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def configurations(draw: st.DrawFn, classic_flow: bool | None = None) -> Configuration:
    """Generate valid configurations; with None, the classic flow is drawn as well."""
    bare = Configuration.of(
        {
            "IdentityPoolName": draw(st.text("aZ 9+=,.@-", min_size=1, max_size=12)),
            "AllowUnauthenticatedIdentities": draw(st.booleans()),
            "AllowClassicFlow": draw(st.booleans()) if classic_flow is None else classic_flow,
            "CognitoIdentityProviders": draw(st.lists(_user_pools, max_size=3)),
            "SupportedLoginProviders": draw(_social),
            "OpenIdConnectProviderARNs": draw(_arns("oidc-provider")),
            "SamlProviderARNs": draw(_arns("saml-provider")),
            "DeveloperProviderName": draw(st.sampled_from(["", "login.own"])),
            "IdentityPoolTags": draw(st.dictionaries(_tag_texts, _tag_texts, max_size=3)),
        }
    )
    return bare.replaced(**draw(_dependent(bare)))


def _arns(kind: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.builds(f"{_IN_IAM}{kind}/{{}}".format, st.sampled_from("abc")), max_size=2)


def _dependent(bare: Configuration) -> st.SearchStrategy[dict[str, Any]]:
    """Generate settings for the providers of a configuration."""
    states = st.sampled_from(["authenticated", "unauthenticated"])
    mappings = st.one_of(
        st.fixed_dictionaries(
            {
                "Type": st.just("Token"),
                "AmbiguousRoleResolution": st.sampled_from(["Deny", "AuthenticatedRole"]),
            }
        ),
        st.fixed_dictionaries(
            {
                "Type": st.just("Rules"),
                "AmbiguousRoleResolution": st.sampled_from(["Deny", "AuthenticatedRole"]),
                "RulesConfiguration": st.fixed_dictionaries({"Rules": _rules}),
            }
        ),
    )
    maps = st.one_of(
        st.just({"UseDefaults": True}),
        st.fixed_dictionaries({"PrincipalTags": st.dictionaries(_texts, _texts, max_size=2)}),
    )
    return st.fixed_dictionaries(
        {
            "Roles": st.dictionaries(states, _roles),
            "RoleMappings": _by(bare.mapping_keys, mappings),
            "PrincipalTags": _by(bare.provider_names, maps),
        }
    )


def _by(
    names: tuple[str, ...], values: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), values, max_size=2) if names else st.just({})


@st.composite
def edits(draw: st.DrawFn, before: Configuration) -> Configuration:
    """Generate edits: some members from another configuration, and no orphaned settings."""
    other = draw(configurations())
    chosen = draw(st.sets(st.sampled_from(sorted(other.members)), max_size=4))
    after = before.replaced(**{name: other[name] for name in chosen})
    if before["DeveloperProviderName"]:
        after = after.replaced(DeveloperProviderName=before["DeveloperProviderName"])
    return after.without_orphans()
