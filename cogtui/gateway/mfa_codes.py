"""Ask for the MFA codes that opening an account needs, until AWS accepts one."""

from collections.abc import Callable
from typing import TypeVar

from cogtui.gateway.connection import CodeDeclinedError, CodeRequest
from cogtui.secret import Secret

T = TypeVar("T")


def open_with_codes(
    work: Callable[[Callable[[str], str]], T],
    ask_for_code: Callable[[CodeRequest], Secret | None],
    is_refusal: Callable[[Exception], bool],
) -> T:
    """Open an account; if AWS refuses an MFA code, ask for another one and open it again.

    Args:
        work: Opens the account, given a function that returns an MFA code for botocore's prompt.
        ask_for_code: Asks the user for a code; returns None if declined.
        is_refusal: Returns whether an error means that AWS refused a code.

    Returns:
        What `work` returns.

    Raises:
        CodeDeclinedError: The user declined to enter the first code.
        Exception: What `work` raised; if the user declined to enter another code, the refusal.
    """
    refusal: Exception | None = None
    while True:
        codes = _Codes(ask_for_code, is_refused=refusal is not None)
        try:
            return work(codes.request)
        except CodeDeclinedError:
            if refusal is None:
                raise
            raise refusal.with_traceback(None) from None
        except Exception as error:
            if not codes.were_requested or not is_refusal(error):
                raise
            refusal = error


class _Codes:
    """The codes of one attempt."""

    def __init__(
        self, ask_for_code: Callable[[CodeRequest], Secret | None], *, is_refused: bool
    ) -> None:
        self._ask_for_code = ask_for_code
        self._is_refused = is_refused
        self.were_requested = False
        """Whether a code was requested."""

    def request(self, prompt: str) -> str:
        """Return a code; botocore calls this.

        Args:
            prompt: botocore's prompt, which names the device.

        Raises:
            CodeDeclinedError: The user declined.
        """
        serial = prompt.removeprefix("Enter MFA code for ").rstrip(": ")
        self.were_requested = True
        code = self._ask_for_code(CodeRequest(serial, is_refused=self._is_refused))
        if code is None:
            raise CodeDeclinedError(serial)
        return code.reveal()
