"""Links to the AWS console."""

import pytest

from cogtui.service.console_links import pool_link, pools_link


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("eu-west-1", "eu-west-1.console.aws.amazon.com"),
        ("cn-north-1", "cn-north-1.console.amazonaws.cn"),
        ("us-gov-west-1", "console.amazonaws-us-gov.com"),
    ],
)
def test_links_have_the_host_of_the_partition(region: str, host: str) -> None:
    """The links of a region and of a pool have the console's host and name the region."""
    page = f"https://{host}/cognito/v2/identity/identity-pools"
    assert pools_link(region) == f"{page}?region={region}"
    link = pool_link(region, f"{region}:0c5f")
    assert link == f"{page}/{region}:0c5f/user-statistics?region={region}"
