"""The kinds of faults: what happens to a request, and whether it is carried out."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import botocore.session
from botocore import xform_name

from tests.faults.proxy import Exchange, Handler, Response, Script

if TYPE_CHECKING:
    from botocore.model import Shape

_JSON: Final = "application/x-amz-json-1.1"
_HTML: Final = "<html><head><title>Sign in to the network</title></head><body></body></html>"
_MODEL: Final = botocore.session.Session().get_service_model("cognito-identity")
_API_NAMES: Final = {xform_name(name, "-"): name for name in _MODEL.operation_names}

PIECES: Final = 10
"""The number of pieces of a slow response."""
PAUSE: Final = 0.001
"""The pause after each of them, in seconds; botocore's time limit is for each piece."""

Answering = Callable[[str], Response]
"""Makes a response to an operation, given its AWS CLI name."""


class Case(NamedTuple):
    """One way in which a fault can happen to a request."""

    is_carried_out: bool
    """Whether the service carries out each request that fails."""
    script: Script
    """What happens."""


class Kind(NamedTuple):
    """A kind of fault, a column of the matrix."""

    name: str
    """Its name."""
    handler: Callable[[str, bool], Handler] | None
    """Makes what happens to a request of an operation that is carried out or not; None for a fault
    before the request is read."""
    once: bool = True
    """Whether it is tried on the first attempt only."""
    always: bool = True
    """Whether it is tried on every attempt."""
    may_be_carried_out: bool = True
    """Whether it can happen after the request was carried out."""
    must_be_carried_out: bool = False
    """Whether it can happen only after that."""
    accepts: bool = True
    """Whether the connection is accepted."""
    answers: bool = True
    """Whether the request is answered at all."""

    def cases(self, operation: str, *, has_effect: bool) -> Iterator[Case]:
        """Yield the ways in which it can happen to an operation.

        Args:
            operation: The AWS CLI name.
            has_effect: Whether it matters if the request was carried out.
        """
        outcomes = [True] if self.must_be_carried_out else [False]
        if self.may_be_carried_out and has_effect:
            outcomes = [True] if self._is_its_answer(operation) else [False, True]
        for is_carried_out in outcomes:
            for times in [1] * self.once + [None] * self.always:
                handle = self.handler and self.handler(operation, is_carried_out)
                script = Script(
                    handle,
                    accepts=self.accepts,
                    reads=handle is not None,
                    answers=self.answers,
                    times=times,
                    operation=_API_NAMES[operation],
                )
                yield Case(is_carried_out, script)

    def _is_its_answer(self, operation: str) -> bool:
        """Return whether an operation that returns nothing would return the same in success."""
        return self.name in _EMPTY_ANSWERS and not _members(operation)


def _members(operation: str) -> Any:  # noqa: ANN401  botocore's
    shape = _MODEL.operation_model(_API_NAMES[operation]).output_shape
    return {} if shape is None else shape.members


def _answering(answer: Answering, send: Callable[[Exchange, Response], None]) -> Any:  # noqa: ANN401
    """Return a handler maker that replaces the response."""

    def make(operation: str, is_carried_out: bool) -> Handler:
        def handle(exchange: Exchange) -> None:
            if is_carried_out:
                exchange.forward()
            send(exchange, answer(operation))

        return handle

    return make


def _answers(answer: Answering) -> Any:  # noqa: ANN401
    return _answering(answer, Exchange.respond)


def _refuses(code: str, message: str, status: int = 400) -> Any:  # noqa: ANN401
    def refusal(operation: str) -> Response:
        text = message.format(operation=_API_NAMES[operation])
        return _json({"__type": code, "message": text}, status)

    return _answers(refusal)


def _json(members: object, status: int = 200) -> Response:
    return Response(status, _JSON, json.dumps(members).encode())


def _without(act: Callable[[Exchange], None]) -> Any:  # noqa: ANN401
    """Return a handler maker that sends no response."""

    def make(_operation: str, is_carried_out: bool) -> Handler:
        def handle(exchange: Exchange) -> None:
            if is_carried_out:
                exchange.forward()
            act(exchange)

        return handle

    return make


def _slowly(_operation: str, _is_carried_out: bool) -> Handler:
    return lambda exchange: exchange.respond_slowly(exchange.forward(), PIECES, PAUSE)


def _wrong(shape: "Shape") -> object:
    """Return a value that has the wrong type, in a list or a map of the right type."""
    if shape.type_name == "structure":
        return {name: _wrong(member) for name, member in shape.members.items()}  # type: ignore[attr-defined]
    if shape.type_name == "list":
        return [_wrong(shape.member)]  # type: ignore[attr-defined]
    if shape.type_name == "map":
        return {"key": _wrong(shape.value)}  # type: ignore[attr-defined]
    return {"string": 7, "boolean": "yes", "timestamp": ["never"]}.get(shape.type_name, "many")


def _valid_answer(operation: str) -> Response:
    """Return a response with all that an operation may return, as a start to cut it."""
    return _json(dict.fromkeys(_members(operation), "x" * 20))


KINDS: Final = (
    Kind(
        "throttled once",
        _refuses("TooManyRequestsException", "Rate exceeded"),
        always=False,
        may_be_carried_out=False,
    ),
    Kind(
        "throttled always",
        _refuses("TooManyRequestsException", "Rate exceeded"),
        once=False,
        may_be_carried_out=False,
    ),
    Kind(
        "500",
        _refuses("InternalErrorException", "An internal error occurred.", 500),
        may_be_carried_out=False,
    ),
    Kind("503", _answers(lambda _: Response(503, "text/html", _HTML.encode()))),
    Kind("connection refused", None, once=False, may_be_carried_out=False, accepts=False),
    Kind("reset before reading", None, may_be_carried_out=False),
    Kind("reset after sending", _without(Exchange.reset)),
    Kind("timeout", _without(Exchange.wait_for_disconnect), answers=False),
    Kind("cut body", _answering(_valid_answer, Exchange.respond_in_part)),
    Kind("malformed JSON", _answers(lambda _: Response(200, _JSON, b'{"IdentityId": "us-ea\x00<'))),
    Kind("HTML page", _answers(lambda _: Response(200, "text/html", _HTML.encode()))),
    Kind("`{}`", _answers(lambda _: _json({}))),
    Kind(
        "wrong types",
        _answers(lambda name: _json({key: _wrong(each) for key, each in _members(name).items()})),
    ),
    Kind("nulls", _answers(lambda name: _json(dict.fromkeys(_members(name))))),
    Kind(
        "expired credentials",
        _refuses("ExpiredTokenException", "The security token included in the request is expired"),
        may_be_carried_out=False,
    ),
    Kind(
        "access denied",
        _refuses(
            "AccessDeniedException",
            "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: "
            "cognito-identity:{operation} because no identity-based policy allows the "
            "cognito-identity:{operation} action",
        ),
        may_be_carried_out=False,
    ),
    Kind(
        "clock skew",
        _refuses(
            "InvalidSignatureException",
            "Signature expired: 20260301T100000Z is now earlier than 20260301T110500Z "
            "(20260301T111000Z - 5 min.)",
        ),
        may_be_carried_out=False,
    ),
    Kind(
        "redirect loop",
        _answers(lambda _: Response(307, "text/html", b"", {"Location": "/"})),
        may_be_carried_out=False,
    ),
    Kind("slow drip", _slowly, must_be_carried_out=True, may_be_carried_out=False),
)
"""All kinds of faults, in the order of the matrix."""

_EMPTY_ANSWERS: Final = ("`{}`", "wrong types", "nulls")
