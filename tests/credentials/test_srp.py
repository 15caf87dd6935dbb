"""Password proofs, compared with those of pycognito 2024.5.1 for the same numbers."""

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
    """Return an exchange whose random number is known."""
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
    """Numbers with every form of first byte give the same signature."""
    block = base64.b64encode(b"a block").decode()
    values = {"USER_ID_FOR_SRP": "maya", "SALT": salt, "SRP_B": server, "SECRET_BLOCK": block}
    assert proof().answer(Secret("pass word"), values, NOW) == {
        "PASSWORD_CLAIM_SECRET_BLOCK": block,
        "PASSWORD_CLAIM_SIGNATURE": signature,
        "TIMESTAMP": "Mon Mar 2 09:05:07 UTC 2026",
    }


@settings(max_examples=10)
@given(st.text(max_size=12), st.text(max_size=12))
def test_the_emulator_verifies_the_proof(right: str, other: str) -> None:
    """The emulator's independent implementation accepts a proof only of the right password."""
    made = Proof("us-east-1_AbCdEf")
    exchange = Exchange("us-east-1_AbCdEf", "maya", right, made.public)
    values = {"USER_ID_FOR_SRP": "maya", "SECRET_BLOCK": "YQ==", **exchange.parameters}
    for password in (right, other):
        answers = made.answer(Secret(password), values, NOW)
        decoded = {**answers, "PASSWORD_CLAIM_SECRET_BLOCK": "a"}
        assert exchange.holds(decoded) is (password == right)


@pytest.mark.parametrize("number", ["0", PRIME_3072])
def test_insecure_values_are_rejected(number: str) -> None:
    """With such values the key would not depend on the password."""
    values = {"USER_ID_FOR_SRP": "maya", "SALT": "1", "SRP_B": number, "SECRET_BLOCK": "YQ=="}
    with pytest.raises(SrpError):
        proof().answer(Secret("x"), values, NOW)


def test_two_exchanges_differ() -> None:
    """Each exchange uses another random number."""
    assert Proof("us-east-1_A").public != Proof("us-east-1_A").public


def test_the_format_of_the_timestamp() -> None:
    """The day has no leading zero, the hour has one."""
    assert timestamp(0) == "Thu Jan 1 00:00:00 UTC 1970"
