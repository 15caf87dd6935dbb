"""Names of user pools, derived from other forms."""

from typing import Final

from cogtui.service.user_pool_names import intended_mapping_key, intended_name
from tests.cases import case

NAME: Final = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC"

FORMS: Final = (
    NAME,
    "us-east-1_AbC",
    "us-east1_AbC",
    "us-east-1:AbC",
    f"https://{NAME}",
    f"https://{NAME}/.well-known/jwks.json",
    f"{NAME}/",
    "cognito-idp.us-east-1.amazonaws.com/us-east1_AbC",
    "cognito-idp.eu-west-1.amazonaws.com/us-east-1_AbC",
    "cognito-idp/us-east-1_AbC",
    "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbC",
    "userpool/us-east-1_AbC",
)
"""The name and what people paste instead."""


def test_the_forms_of_a_name() -> None:
    """Each leads to the name, with the region of the ID."""
    for form in FORMS:
        with case(form):
            assert intended_name(form) == NAME


def test_the_name_in_other_partitions() -> None:
    """China and the European Sovereign Cloud have other suffixes."""
    china = "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC"
    assert intended_name("cn-north-1_AbC") == china
    gov = "cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC"
    assert intended_name("us-gov-west1_AbC") == gov
    sovereign = "cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_AbC"
    assert intended_name("eusc-de-east-1_AbC") == sovereign


def test_other_texts() -> None:
    """They lead to no name."""
    for text in ("", "accounts.google.com", "shop.auth.us-east-1.amazoncognito.com", "us-east-1"):
        with case(text):
            assert intended_name(text) == ""
            assert intended_mapping_key(text) == ""


def test_the_key_of_a_role_mapping() -> None:
    """It has the app client, or a placeholder."""
    for form in FORMS:
        with case(form):
            assert intended_mapping_key(f"{form}:4h7app") == f"{NAME}:4h7app"
            assert intended_mapping_key(form) == f"{NAME}:CLIENT_ID"
