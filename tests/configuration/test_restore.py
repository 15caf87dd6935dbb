"""Redacted secrets, and earlier configurations to restore."""

import pytest

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import is_redacted, restore_secrets, without_secrets
from cogtui.configuration.restore import restorable_configuration
from cogtui.documents.configuration_change import RemarkLevel
from cogtui.secret import Secret
from tests.configuration.samples import FULL, GOOGLE, SECRET, TWITTER

LEFT_OUT = Configuration.of(without_secrets(FULL))


def with_twitter(value: str) -> Configuration:
    """Return the full configuration with another value for Twitter."""
    return FULL.replaced(SupportedLoginProviders={GOOGLE: "1.apps", TWITTER: value})


def test_secrets_are_redacted() -> None:
    """The key and values without a secret remain."""
    assert without_secrets(FULL)["SupportedLoginProviders"] == {
        GOOGLE: "1.apps",
        TWITTER: "key;****",
    }
    assert is_redacted(LEFT_OUT["SupportedLoginProviders"][TWITTER])
    assert not is_redacted("1.apps")


@pytest.mark.parametrize(
    ("written", "known", "expected"),
    [
        ("key;****", "key;a", "key;a"),
        ("****", "key;a", "key;a"),
        ("new;****", "key;a", "new;a"),
        ("key;****", "key", "key"),
        ("new;****", "key", None),
        ("key;****", "key;****", None),
        ("key;b", "key;a", "key;b"),
    ],
)
def test_secrets_are_restored(written: str, known: str, expected: str | None) -> None:
    """The present secret is used, whatever key precedes it."""
    found = restore_secrets(with_twitter(written), with_twitter(known))
    if expected is None:
        assert found.missing == (TWITTER,)
    else:
        assert found.missing == ()
        assert found.configuration["SupportedLoginProviders"][TWITTER] == Secret(expected)


def test_secrets_that_are_unknown() -> None:
    """There may be no present configuration, or no such provider in it."""
    assert restore_secrets(LEFT_OUT, None) == (LEFT_OUT, (TWITTER,))
    bare = FULL.replaced(SupportedLoginProviders={})
    assert restore_secrets(LEFT_OUT, bare).missing == (TWITTER,)
    assert restore_secrets(LEFT_OUT, FULL) == (FULL, ())


def test_an_earlier_configuration_is_restored() -> None:
    """The present secret and settings that cannot be unset remain."""
    earlier = LEFT_OUT.replaced(AllowClassicFlow=None, DeveloperProviderName="")
    found = restorable_configuration(earlier, FULL.replaced(IdentityPoolName="now"))
    assert found.configuration == FULL
    assert [(each.weight, each.path[0]) for each in found.remarks] == [
        (RemarkLevel.WARNING, "DeveloperProviderName"),
        (RemarkLevel.WARNING, "AllowClassicFlow"),
        (RemarkLevel.NOTE, "SupportedLoginProviders"),
    ]
    assert SECRET not in repr(found)


def test_a_configuration_that_can_be_restored_completely() -> None:
    """A secret that is unknown is reported by the plan, not here."""
    bare = FULL.replaced(DeveloperProviderName="", AllowClassicFlow=None)
    assert restorable_configuration(FULL, bare) == (FULL, ())
    gone = FULL.replaced(SupportedLoginProviders={})
    assert restorable_configuration(LEFT_OUT, gone) == (LEFT_OUT, ())
