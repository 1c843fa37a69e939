"""The decoder against the WHATWG specification: its own examples, its corners, and any split."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nemo_notebook.client.sse import Comment, EventDecoder, EventTooLargeError, ServerSentEvent


def message(data: str, last_id: str = "", event: str = "message") -> ServerSentEvent:
    return ServerSentEvent(event, data, last_id)


CASES: dict[str, tuple[bytes, list[ServerSentEvent | Comment]]] = {
    # The specification's own examples
    "stock ticker": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [message("YHOO\n+2\n10")]),
    "comment, ids, id reset": (
        (
            b": test stream\n\ndata: first event\nid: 1\n\n"
            b"data:second event\nid\n\ndata:  third event\n\n"
        ),
        [
            Comment("test stream"),
            message("first event", "1"),
            message("second event", ""),
            message(" third event", ""),
        ],
    ),
    "empty and unfinished": (
        b"data\n\ndata\ndata\n\ndata:",
        [Comment(""), message("\n")],
    ),
    "space after the colon is optional": (
        b"data:test\n\ndata: test\n\n",
        [message("test"), message("test")],
    ),
    # Line ends
    "line feeds": (b"data: a\n\ndata: b\n\n", [message("a"), message("b")]),
    "carriage returns": (b"data: a\r\rdata: b\r\r", [message("a"), message("b")]),
    "both": (b"data: a\r\n\r\ndata: b\r\n\r\n", [message("a"), message("b")]),
    "a mixture": (b"data: a\n\r\ndata: b\r\n\rdata: c\r\n\ndata: d\r\r\n", [*map(message, "abcd")]),
    "LF CR is two line ends": (b"data: a\n\rdata: b\n\n", [message("a"), message("b")]),
    "CR CR LF is two line ends": (b"data: a\r\r\ndata: b\n\n", [message("a"), message("b")]),
    "CR ends a line within an event": (b"data: a\rdata: b\n\n", [message("a\nb")]),
    "many blank lines": (b"\n\n\n\ndata: a\n\n\n\n\ndata: b\n\n\n", [message("a"), message("b")]),
    "an id and many blank lines": (b"id: 1\n\n\n\ndata: a\n\n\n", [message("a", "1")]),
    # The end of the stream
    "without a blank line": (b"data: a\n", []),
    "in the middle of a line": (b"data: a", []),
    "one whole and one unfinished": (b"data: a\n\ndata: b\n", [message("a")]),
    "CR as the last byte": (b"data: a\r\r", [message("a")]),
    "nothing": (b"", []),
    # Byte order mark
    "a byte order mark": (b"\xef\xbb\xbfdata: a\n\n", [message("a")]),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n", []),
    "a byte order mark later": (b"data: a\n\n\xef\xbb\xbfdata: b\n\n", [message("a")]),
    "a byte order mark in data": (b"data: \xef\xbb\xbfa\n\n", [message("\ufeffa")]),
    "a byte order mark before a comment": (b"\xef\xbb\xbf: hi\n", [Comment("hi")]),
    "a byte order mark before a blank line": (b"\xef\xbb\xbf\ndata: a\n\n", [message("a")]),
    "half a byte order mark": (b"\xef\xbbdata: a\n\n", []),
    # Characters
    "U+2028, U+2029, U+0085": (
        "data: a\u2028b\u2029c\u0085d\n\n".encode(),
        [message("a\u2028b\u2029c\u0085d")],
    ),
    "VT, FF, FS, GS, RS": (
        b"data: a\x0bb\x0cc\x1cd\x1de\x1ef\n\n",
        [message("a\x0bb\x0cc\x1cd\x1de\x1ef")],
    ),
    "NUL in data": (b"data: a\0b\n\n", [message("a\0b")]),
    "Chinese and emoji": ("data: 水波 🎬\n\n".encode(), [message("水波 🎬")]),
    "an invalid byte": (b"data: a\xffb\n\n", [message("a\ufffdb")]),
    "a code point cut by a line end": (b"data: caf\xc3\n\n", [message("caf\ufffd")]),
    "an encoded surrogate": (b"data: \xed\xa0\x80\n\n", [message("\ufffd\ufffd\ufffd")]),
    "an overlong form": (b"data: \xc0\xaf\n\n", [message("\ufffd\ufffd")]),
    "three bytes of four": (b"data: \xf0\x9f\x8e\n\n", [message("\ufffd")]),
    # Fields
    "an event's type": (b"event: add\ndata: 1\n\n", [message("1", event="add")]),
    "a type holds for one event": (
        b"event: add\ndata: 1\n\ndata: 2\n\n",
        [message("1", event="add"), message("2")],
    ),
    "a type without data is forgotten": (b"event: add\n\ndata: 2\n\n", [message("2")]),
    "the last type counts": (b"event: a\nevent: b\ndata: 1\n\n", [message("1", event="b")]),
    "an empty type is the usual one": (b"event: a\nevent:\ndata: 1\n\n", [message("1")]),
    "an id holds on": (
        b"id: 7\ndata: a\n\ndata: b\n\n",
        [message("a", "7"), message("b", "7")],
    ),
    "an id with NUL is ignored": (
        b"id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n",
        [message("a", "7"), message("b", "7")],
    ),
    "an id after the data": (b"data: a\nid: 7\n\n", [message("a", "7")]),
    "an id alone holds for what follows": (b"id: 7\n\ndata: a\n\n", [message("a", "7")]),
    "an id that is no number": ("id: ü 1\ndata: a\n\n".encode(), [message("a", "ü 1")]),
    "retry": (b"retry: 100\ndata: a\n\n", [message("a")]),
    "an unknown field": (b"foo: bar\ndata: a\n\n", [message("a")]),
    "names are case-sensitive": (b"Data: a\nDATA: b\n\n", []),
    "a space before the colon": (b"data : a\n\n", []),
    "a space before the name": (b" data: a\n\n", []),
    "one space is dropped, no more": (b"data:  a\n\n", [message(" a")]),
    "a tab is kept": (b"data:\ta\n\n", [message("\ta")]),
    "a colon in data": (b"data: a: b\n\n", [message("a: b")]),
    "data that is one space": (b"data:  \n\n", [message(" ")]),
    "lines of data with an empty one": (b"data: a\ndata\ndata: b\n\n", [message("a\n\nb")]),
    "an empty line of data first": (b"data:\ndata: a\n\n", [message("\na")]),
    "trailing empty data": (b"data: a\ndata:\n\n", [message("a\n")]),
    "a null object is data": (b"data: null\n\n", [message("null")]),
    # Signs of life
    "a comment": (b": ping\n", [Comment("ping")]),
    "an empty comment": (b":\n", [Comment("")]),
    "a comment within an event": (b"data: a\n: b\ndata: c\n\n", [Comment("b"), message("a\nc")]),
    "a comment with a colon": (b":a:b\n", [Comment("a:b")]),
    "empty data": (b"data:\n\n", [Comment("")]),
    "empty data with a space": (b"data: \n\n", [Comment("")]),
    "empty data among others": (
        b"data: a\n\ndata: \n\ndata: b\n\n",
        [message("a"), Comment(""), message("b")],
    ),
    "empty data forgets the type": (b"event: x\ndata:\n\ndata: a\n\n", [Comment(""), message("a")]),
}

every_case = pytest.mark.parametrize(("stream", "expected"), CASES.values(), ids=CASES)
PIECES = [
    b"data", b"data: ", b"data:", b"event: e", b"id: 1", b"id", b"retry: 5", b":", b": c", b"\n",
    b"\r", b"\r\n", b"\n\n", b" ", b"x", b"\0", b"\xef\xbb\xbf", b"\xf0\x9f", b"\xff",
    b"\xe2\x80\xa8",
]  # fmt: skip
streams = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)


def by_the_letter(stream: bytes) -> list[ServerSentEvent | Comment]:
    """The specification's algorithm, step by step, with no thought of speed."""
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]
    items: list[ServerSentEvent | Comment] = []
    data, event, last_id = "", "", ""
    for line in lines:
        if line == "":
            if data:
                content = data.removesuffix("\n")
                items.append(
                    message(content, last_id, event or "message") if content else Comment("")
                )
            data, event = "", ""
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "":
            items.append(Comment(value))
        elif name == "data":
            data += value + "\n"
        elif name == "event":
            event = value
        elif name == "id" and "\0" not in value:
            last_id = value
    return items


def in_pieces(stream: bytes, cuts: list[int]) -> list[ServerSentEvent | Comment]:
    decoder = EventDecoder()
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    return [item for start, end in pairwise(edges) for item in decoder.feed(stream[start:end])]


@every_case
def test_whole(stream: bytes, expected: list[ServerSentEvent | Comment]) -> None:
    assert EventDecoder().feed(stream) == expected


@every_case
def test_byte_by_byte(stream: bytes, expected: list[ServerSentEvent | Comment]) -> None:
    assert in_pieces(stream, list(range(len(stream)))) == expected


@every_case
def test_the_letter_agrees_with_the_table(
    stream: bytes, expected: list[ServerSentEvent | Comment]
) -> None:
    assert by_the_letter(stream) == expected


@given(streams, st.lists(st.integers(min_value=0), max_size=8))
@example(b"\xef\xbb\xbfdata: a\r\n\r\n", [1, 2, 10, 11, 12])
def test_any_stream_split_anywhere(stream: bytes, cuts: list[int]) -> None:
    assert in_pieces(stream, cuts) == by_the_letter(stream)


@given(st.binary(max_size=200), st.lists(st.integers(min_value=0), max_size=8))
def test_no_bytes_are_fatal(stream: bytes, cuts: list[int]) -> None:
    assert in_pieces(stream, cuts) == by_the_letter(stream)


def test_an_event_is_reported_as_soon_as_its_blank_line_is_there() -> None:
    for end in (b"\n", b"\r", b"\r\n"):
        decoder = EventDecoder()
        decoder.feed(b"data: a" + end)
        assert decoder.feed(end) == [message("a")]


def test_a_comment_does_not_wait_for_a_blank_line() -> None:
    assert EventDecoder().feed(b": still here\r") == [Comment("still here")]


def test_the_last_id_is_that_of_a_finished_event() -> None:
    decoder = EventDecoder()
    decoder.feed(b"id: 1\ndata: a\n\nid: 2\ndata: b\n")
    assert decoder.last_event_id == "1"
    decoder.feed(b"\n")
    assert decoder.last_event_id == "2"


@pytest.mark.parametrize(
    ("line", "expected"), [(b"100", 100), (b"", None), (b"1s", None), (b"-1", None), (b"1.5", None)]
)
def test_retry_takes_digits_alone(line: bytes, expected: int | None) -> None:
    decoder = EventDecoder()
    decoder.feed(b"retry: " + line + b"\n\n")
    assert decoder.retry_ms == expected


@pytest.mark.parametrize("end", [b"data: a", b"data: a\n", b": a", b"event: a\ndata: b\n"])
def test_an_unfinished_end_is_known(end: bytes) -> None:
    decoder = EventDecoder()
    decoder.feed(b"data: whole\n\n" + end)
    assert decoder.unfinished


def test_a_finished_end_is_known() -> None:
    decoder = EventDecoder()
    decoder.feed(b"data: whole\n\n: ping\n\n")
    assert not decoder.unfinished


OVERSIZE = {
    "one line": b"data: " + b"x" * 100 + b"\n\n",
    "a line without an end": b"data: " + b"x" * 100,
    "many lines": b"data: " + b"\ndata: ".join([b"x" * 10] * 10) + b"\n\n",
    "a comment": b": " + b"x" * 100 + b"\n",
    "a name": b"x" * 100,
    "empty lines of data": b"data\n" * 100,
}


@pytest.mark.parametrize("stream", OVERSIZE.values(), ids=OVERSIZE)
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_a_flood_is_refused_and_what_came_before_it_is_kept(stream: bytes, step: int) -> None:
    decoder = EventDecoder(max_event_bytes=64)
    whole = b"data: fine\n\n" * 3 + stream
    seen: list[ServerSentEvent | Comment] = []

    def feed_all() -> None:
        for start in range(0, len(whole), step):
            seen.extend(decoder.feed(whole[start : start + step]))

    with pytest.raises(EventTooLargeError, match="more than 64 bytes") as raised:
        feed_all()
    assert seen + raised.value.before == [message("fine")] * 3


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_the_bound_is_for_one_event_not_for_the_stream(step: int) -> None:
    decoder = EventDecoder(max_event_bytes=64)
    whole = b"data: 0123456789\ndata: 0123456789\n\n" * 20
    items = [
        item
        for start in range(0, len(whole), step)
        for item in decoder.feed(whole[start : start + step])
    ]
    assert items == [message("0123456789\n0123456789")] * 20


def test_an_event_of_the_default_bound_passes() -> None:
    data = b"x" * (16 * 2**20 - len(b"data: "))
    assert EventDecoder().feed(b"data: " + data + b"\n\n") == [message(data.decode())]
    with pytest.raises(EventTooLargeError):
        EventDecoder().feed(b"data: x" + data + b"\n\n")
