"""Requests are read from bytes, and what is not a request is rejected."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.emulator.http_request import (
    MAX_BODY_BYTES,
    MAX_HEAD_BYTES,
    InvalidRequestError,
    Request,
    RequestReader,
)

POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
SERVER, CLIENT = ("127.0.0.1", 4577), ("127.0.0.1", 50_000)


def read_all(reader: RequestReader, content: bytes) -> list[Request]:
    """Return the requests that are complete after some bytes."""
    reader.feed(content)
    return list(iter(reader.next_request, None))


def read_one(content: bytes) -> Request:
    """Return the only request in some bytes."""
    (request,) = read_all(RequestReader(), content)
    return request


def environ_of(content: bytes) -> dict[str, Any]:
    """Return the WSGI environment of the only request in some bytes."""
    return read_one(content).environ(SERVER, CLIENT)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b""),
        (POST + b"Content-Length: 0\r\n\r\n", b""),
        (POST + b"Content-Length:5\r\n\r\nhello", b"hello"),
        (POST.replace(b"\r", b"") + b"Content-Length: 5\n\nhello", b"hello"),
        (b"\r\n\n" + POST + b"Content-Length: 005\r\n\r\nhello", b"hello"),
        (CHUNKED + b"0\r\n\r\n", b""),
        (CHUNKED + b"5\r\nhello\r\nA;x=y\r\n, everyone\r\n0\r\n\r\n", b"hello, everyone"),
        (CHUNKED + b"005 \r\nhello\r\n0;last\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n", b"hello"),
    ],
)
def test_a_body_is_read_by_its_length_or_in_chunks(content: bytes, body: bytes) -> None:
    """Bodies with and without a length, chunk extensions and trailers are read completely."""
    assert read_one(content).body == body


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"\x16\x03\x01 tls\r\n\r\n", 400, "Malformed request line"),
        (b"GET /\r\n\r\n", 400, "Malformed request line"),
        (b"GET /a b HTTP/1.1\r\n\r\n", 400, "Malformed request line"),
        (b"GET / HTTP/1.1 \r\n\r\n", 400, "Malformed request line"),
        (b"GET http://[x/ HTTP/1.1\r\n\r\n", 400, "Malformed target"),
        (b"PRI * HTTP/2.0\r\n\r\n", 505, "HTTP/2.0 is not supported"),
        (POST + b"No colon\r\n\r\n", 400, "Malformed header"),
        (POST + b"Space : x\r\n\r\n", 400, "Malformed header"),
        (POST + b": x\r\n\r\n", 400, "Malformed header"),
        (POST + b"A: b\r\n folded\r\n\r\n", 400, "Malformed header"),
        (POST + b"A: b\x00c\r\n\r\n", 400, "Malformed header"),
        (POST + b"A: b\rc\r\n\r\n", 400, "Malformed header"),
        (POST + b"Content-Length: -1\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length: +1\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length: x\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length:\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length: \xb2\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length: 1, 1\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length: 1\r\n" * 2 + b"\r\n", 400, "Malformed"),
        (POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 400, "Malformed Content-Length"),
        (POST + b"Content-Length: 99999999\r\n\r\n", 413, f"The body exceeds {MAX_BODY_BYTES}"),
        (POST + b"Content-Length: 1\r\n" + CHUNKED[len(POST) :], 400, "Both Transfer-Encoding"),
        (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501, "Transfer-Encoding other than"),
        (POST + b"Transfer-Encoding:\r\n\r\n", 501, "Transfer-Encoding other than"),
        (CHUNKED + b"-5\r\nhello", 400, "Malformed chunk size"),
        (CHUNKED + b"0x5\r\nhello", 400, "Malformed chunk size"),
        (CHUNKED + b"\r\n", 400, "Malformed chunk size"),
        (CHUNKED + b"4\r\nhello\r\n", 400, "A chunk exceeds its size"),
        (CHUNKED + b"FFFFFFFF\r\n", 413, f"The body exceeds {MAX_BODY_BYTES} bytes"),
        (CHUNKED + b"5;" + b"x" * 2000, 400, "A line of the body is too long"),
        (CHUNKED + b"0\r\n" + b"A: b\r\n" * MAX_HEAD_BYTES, 400, "A line of the body is too long"),
        (POST + b"A: " + b"b" * MAX_HEAD_BYTES, 431, f"The headers exceed {MAX_HEAD_BYTES} bytes"),
        (POST + b"A: b\r\n" * MAX_HEAD_BYTES, 431, f"The headers exceed {MAX_HEAD_BYTES} bytes"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_request_that_cannot_be_read_is_rejected(
    content: bytes, status: int, reason: str
) -> None:
    """Each kind of mistake has its status and its reason."""
    with pytest.raises(InvalidRequestError, match=reason) as caught:
        read_all(RequestReader(), content)
    assert caught.value.status == status


def test_chunks_together_have_the_limit_of_a_body() -> None:
    """Many chunks that are small by themselves cannot exceed the limit."""
    reader = RequestReader()
    chunk = b"400000\r\n" + b"x" * 0x400000 + b"\r\n"
    assert read_all(reader, CHUNKED + 4 * chunk) == []
    with pytest.raises(InvalidRequestError, match="The body exceeds"):
        read_all(reader, b"1\r\n")


def test_several_requests_at_once_are_read_in_order() -> None:
    """Requests that a client sends without waiting for responses are separate."""
    bodies = [b"a", b"", b"ccc"]
    sent = b"".join(POST + b"Content-Length: %d\r\n\r\n%b" % (len(each), each) for each in bodies)
    assert [request.body for request in read_all(RequestReader(), sent)] == bodies


@given(st.lists(st.binary(max_size=9), min_size=1, max_size=4), st.booleans(), st.data())
def test_the_split_of_the_bytes_does_not_matter(
    bodies: list[bytes], chunked: bool, data: st.DataObject
) -> None:
    """Requests are the same in whatever parts their bytes arrive."""
    chunks = [b"%x\r\n%b\r\n" % (len(body), body) if body else b"" for body in bodies]
    heads = [POST + b"Content-Length: %d\r\n\r\n" % len(body) for body in bodies]
    sent = b"".join(
        CHUNKED + chunk + b"0\r\nX-Sum: 1\r\n\r\n" if chunked else head + body
        for head, body, chunk in zip(heads, bodies, chunks, strict=True)
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=20)))
    reader, read = RequestReader(), []
    for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
        read += read_all(reader, sent[start:end])
    assert [request.body for request in read] == bodies
    assert not reader.has_partial_request


@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    *(POST, CHUNKED, b"Content-Length: 5", b"Expect: 100-continue", b"hello"),
                    *(b"\r\n", b"\r", b"\n", b"5", b"0", b":", b" ", b"GET", b"http://", b"["),
                    *(b"\xff", b"\x00"),
                ]
            ),
            max_size=12,
        ).map(b"".join),
    )
)
def test_any_bytes_are_a_request_or_rejected(content: bytes) -> None:
    """Whatever arrives, there is no other exception than the one for the client."""
    with suppress(InvalidRequestError):
        for request in read_all(RequestReader(), content):
            assert request.environ(SERVER, CLIENT)["SERVER_PORT"] == "4577"


def test_a_part_of_a_request_is_recognized() -> None:
    """Line breaks between requests are not a part of one; everything else is."""
    reader = RequestReader()
    for part, is_partial in (
        (b"\r\n\r\n", False),
        (b"P", True),
        (POST[1:] + b"Content-Length: 2\r\n\r\n", True),
        (b"x", True),
        (b"y", False),
    ):
        read_all(reader, part)
        assert reader.has_partial_request is is_partial, part


@pytest.mark.parametrize("value", [b"100-continue", b"100-Continue"])
def test_a_client_that_waits_for_the_interim_response_is_recognized(value: bytes) -> None:
    """A client waits before it sends its body, and does not if that has arrived."""
    reader = RequestReader()
    head = POST + b"Expect: " + value + b"\r\nContent-Length: 2\r\n\r\n"
    seen = []
    for sent in (head, b"xy", head + b"xy"):
        read_all(reader, sent)
        seen.append(reader.awaits_continue)
    assert seen == [True, False, False]


@pytest.mark.parametrize(
    ("content", "keep_alive"),
    [
        (POST + b"\r\n", True),
        (POST + b"Connection: keep-alive\r\n\r\n", True),
        (POST + b"Connection: close\r\n\r\n", False),
        (POST + b"Connection: TE, Close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", False),
    ],
)
def test_a_connection_stays_open_unless_the_client_declines(
    content: bytes, keep_alive: bool
) -> None:
    """`Connection: close` and HTTP/1.0 end the connection after the response."""
    assert read_one(content).keep_alive is keep_alive


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/", "/", ""),
        (b"/a%20b/%E2%82%AC?c=%20d", "/a b/\xe2\x82\xac", "c=%20d"),
        (b"/\xe2\x82\xac", "/\xe2\x82\xac", ""),
        (b"//evil.test/a", "//evil.test/a", ""),
        (b"http://localhost/a?b", "/a", "b"),
        (b"*", "*", ""),
    ],
)
def test_the_target_is_split_and_decoded(target: bytes, path: str, query: str) -> None:
    """Path and query are in the environment as WSGI defines it, bytes as Latin-1 characters."""
    environ = environ_of(b"GET " + target + b" HTTP/1.1\r\n\r\n")
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == (path, query)


def test_headers_are_in_the_environment() -> None:
    """Values of the same header are joined; names with an underscore are left out."""
    environ = environ_of(
        CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Type: text/a\r\nX-A: 1\r\nx-a: 2\r\nX_A: 3")
        + b"\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
    )
    assert {key: value for key, value in environ.items() if key.startswith("HTTP_")} == {
        "HTTP_HOST": "localhost",
        "HTTP_X_A": "1,2",
    }
    assert environ["CONTENT_TYPE"] == "text/a"
    assert environ["CONTENT_LENGTH"] == "2"
    assert environ["wsgi.input"].read() == b"hi"
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"]) == ("127.0.0.1", "127.0.0.1")


def test_an_absolute_target_names_the_host() -> None:
    """The host of the target is the one that the application sees."""
    environ = environ_of(b"GET http://a.test:1/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert environ["HTTP_HOST"] == "a.test:1"
