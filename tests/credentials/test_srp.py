"""Proofs of a password, held against those that pycognito 2024.5.1 makes of the same numbers."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from srptools.constants import PRIME_3072  # type: ignore[import-untyped]  # without py.typed

from cogtui.credentials.srp import Proof, SrpError, timestamp
from cogtui.emulator.srp import Exchange
from cogtui.secret import Secret

NOW = 1772442307.0
PRIVATE = int("5" * 200, 16)


def proof() -> Proof:
    """An exchange whose random number is known."""
    made = Proof("us-east-1_AbCdEf")
    made._private = PRIVATE
    made._public = pow(2, PRIVATE, int(PRIME_3072, 16))
    return made


@pytest.mark.parametrize(
    ("salt", "server", "signature"),
    [
        ("8f" + "ab" * 15, "c" + "5a7" * 255, "CTdffA51h/dIU9mA2TZ8Ep2tROd+rFgYp9Hu3pWAWAY="),
        ("1", "2", "0Xz3lnPBdGj0Hb8XS0+FKYTYrLGVOwolZ63RAYfVPp4="),
        ("7f00", "f" * 700, "2zdj2Qmm8+l/CFY7QsEg9Ux4nL/aXcVbCEr4kf4aLUY="),
    ],
    ids=["first bits set", "odd digits", "first bit not set"],
)
def test_a_proof_is_pycognitos(salt: str, server: str, signature: str) -> None:
    """Numbers of each form of their first byte give the same signature."""
    block = base64.b64encode(b"a block").decode()
    values = {"USER_ID_FOR_SRP": "maya", "SALT": salt, "SRP_B": server, "SECRET_BLOCK": block}
    assert proof().answer(Secret("pass word"), values, NOW) == {
        "PASSWORD_CLAIM_SECRET_BLOCK": block,
        "PASSWORD_CLAIM_SIGNATURE": signature,
        "TIMESTAMP": "Mon Mar 2 09:05:07 UTC 2026",
    }


@settings(max_examples=10)
@given(st.text(max_size=12), st.text(max_size=12))
def test_a_server_knows_who_knows_the_password(right: str, other: str) -> None:
    """The emulator's side, written apart from this one, agrees where the passwords do."""
    made = Proof("us-east-1_AbCdEf")
    exchange = Exchange("us-east-1_AbCdEf", "maya", right, made.public)
    values = {"USER_ID_FOR_SRP": "maya", "SECRET_BLOCK": "YQ==", **exchange.parameters}
    for password in (right, other):
        answers = made.answer(Secret(password), values, NOW)
        decoded = {**answers, "PASSWORD_CLAIM_SECRET_BLOCK": "a"}
        assert exchange.holds(decoded) is (password == right)


@pytest.mark.parametrize("number", ["0", PRIME_3072])
def test_a_server_that_would_learn_the_key_is_not_answered(number: str) -> None:
    """With such a number the key would not depend on the password."""
    values = {"USER_ID_FOR_SRP": "maya", "SALT": "1", "SRP_B": number, "SECRET_BLOCK": "YQ=="}
    with pytest.raises(SrpError):
        proof().answer(Secret("x"), values, NOW)


def test_two_exchanges_differ() -> None:
    """The client's number is drawn anew."""
    assert Proof("us-east-1_A").public != Proof("us-east-1_A").public


def test_the_day_has_no_zero_before_it() -> None:
    """And the hour has one."""
    assert timestamp(0) == "Thu Jan 1 00:00:00 UTC 1970"
