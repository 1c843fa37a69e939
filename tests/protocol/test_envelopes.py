"""Answers are opened in every documented form, and refusals are named."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.protocol import errors
from nemo_notebook.protocol.envelopes import (
    AnonymousToken,
    ClaimToken,
    Credits,
    RenderJob,
    Session,
    State,
    UploadedFile,
    open_envelope,
    refusal,
)


def opened(raw: object, status: int = 200) -> object:
    return open_envelope(json.dumps(raw).encode(), status)


@pytest.mark.parametrize(
    ("raw", "inside"),
    [
        ({"code": 0, "data": {"a": 1}}, {"a": 1}),
        ({"code": "0", "data": {"a": 1}}, {"a": 1}),
        ({"code": 0, "message": "fine", "data": {"a": 1}}, {"a": 1}),
        ({"code": 0, "data": None}, {}),
        ({"code": 0, "data": []}, {}),
        ({"success": True, "data": {"id": "r"}}, {"id": "r"}),
        ({"status": "pending", "output": {}}, {"status": "pending", "output": {}}),
        (
            {"status": "completed", "data": {"outputUrl": "u"}},
            {"status": "completed", "outputUrl": "u"},
        ),
        ({"api_version": "1.2", "code": 0, "data": {"a": 1}}, {"api_version": "1.2", "a": 1}),
        ({}, {}),
    ],
)
def test_every_envelope(raw: object, inside: object) -> None:
    assert opened(raw) == inside


CODES: dict[tuple[int | None, int], type[errors.NemoError]] = {
    (1001, 200): errors.AuthenticationError,
    (1001, 401): errors.AuthenticationError,
    (None, 401): errors.AuthenticationError,
    (401, 401): errors.AuthenticationError,
    (1002, 200): errors.SessionNotFoundError,
    (1002, 404): errors.SessionNotFoundError,
    (2001, 200): errors.InsufficientCreditsError,
    (2001, 402): errors.InsufficientCreditsError,
    (None, 402): errors.PlanRequiredError,
    (None, 403): errors.ScopeError,
    (4001, 200): errors.UnsupportedMediaError,
    (None, 415): errors.UnsupportedMediaError,
    (4002, 400): errors.MediaTooLargeError,
    (None, 413): errors.MediaTooLargeError,
    (None, 429): errors.RateLimitError,
    (None, 404): errors.ServiceError,
    (9999, 200): errors.ServiceError,
    (None, 500): errors.ServiceError,
}


@pytest.mark.parametrize(("code", "status"), CODES)
def test_a_refusal_is_named(code: int | None, status: int) -> None:
    expected = CODES[code, status]
    raw = {"message": "It said so."} | ({} if code is None else {"code": code})
    with pytest.raises(errors.NemoError) as raised:
        opened(raw, status)
    assert type(raised.value) is expected
    assert str(raised.value).startswith("It said so.")
    if isinstance(raised.value, errors.ServiceError):
        assert (raised.value.code, raised.value.status) == (code, status)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"detail": "Session not found: x"}, "Session not found: x."),
        ({"detail": [{"loc": ["body"], "msg": "Field required"}, 3]}, "Field required."),
        ({"error": {"message": "deep"}}, "deep."),
        ({"message": "two\nlines\tand a tab"}, "two lines and a tab."),
        ({"message": "\x1b[31mred\x00"}, "[31mred."),
        ({"message": ""}, "The server answered with HTTP status 500."),
        ({}, "The server answered with HTTP status 500."),
    ],
)
def test_what_a_refusal_says(raw: object, said: str) -> None:
    with pytest.raises(errors.NemoError) as raised:
        opened(raw, 500)
    assert str(raised.value) == f"{said}"


def test_a_refusal_of_a_novel_is_short() -> None:
    assert len(str(refusal(None, 500, "x"))) < 10
    with pytest.raises(errors.ServiceError) as raised:
        opened({"detail": "word " * 10_000}, 500)
    assert len(str(raised.value)) < 320


def test_the_accepted_types_are_listed() -> None:
    assert "mp4, mov, avi, webm, mkv, jpg" in str(refusal(4001, 200, "No"))


@given(st.binary(max_size=100), st.sampled_from([200, 400, 500]))
def test_no_body_is_fatal(body: bytes, status: int) -> None:
    with suppress(errors.NemoError):
        assert isinstance(open_envelope(body, status), dict)


def test_models_keep_what_they_do_not_know() -> None:
    raw = {"task_id": "t", "session_id": "s", "new": {"deep": [1, None]}}
    assert Session.model_validate(raw).model_dump(exclude_unset=True) == raw


def test_a_draft_is_kept_to_the_last_field() -> None:
    draft = {"t": [{"tt": 0, "sg": [{"d": 1.5, "n": None}], "字": "\u2028"}], "big": 2**70}
    state = State.model_validate({"draft": draft, "video_infos": "odd", "more": 1})
    assert state.timeline().raw == draft
    assert state.video_infos is None


def test_nothing_in_the_state_is_an_empty_timeline() -> None:
    assert State.model_validate({"draft": None}).timeline().raw == {}


def test_an_odd_field_does_not_lose_an_upload() -> None:
    file = UploadedFile.model_validate(
        {"filename": "a.png", "cdn_url": None, "width": "wide", "fps": "30/1", "duration": "2.5"}
    )
    assert (file.filename, file.cdn_url, file.width, file.fps) == ("a.png", "", None, None)
    assert file.duration == 2.5


def test_numbers_for_ids_and_words_for_numbers() -> None:
    assert Session.model_validate({"task_id": 1, "session_id": 2}).session_id == "2"
    assert Credits.model_validate({"available": "12.5", "frozen": None}).available == 12.5


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("pending", "pending"),
        ("queued", "pending"),
        ("Processing", "processing"),
        ("rendering", "processing"),
        ("succeeded", "completed"),
        ("error", "failed"),
        ("canceled", "cancelled"),
    ],
)
def test_the_states_of_a_job(word: str, status: str) -> None:
    assert RenderJob.model_validate({"status": word}).status == status


@pytest.mark.parametrize(
    "raw",
    [
        {"output": {"url": "u"}},
        {"outputUrl": "u"},
        {"output_url": "u"},
        {"output": None, "outputUrl": "u"},
        {"output": "odd", "outputUrl": "u"},
    ],
)
def test_where_a_finished_job_can_be_fetched(raw: dict[str, object]) -> None:
    assert RenderJob.model_validate(raw).url == "u"


@pytest.mark.parametrize(
    ("error", "reason"),
    [("no memory", "no memory"), ({"message": "no"}, "no"), (None, ""), ({}, ""), (["x"], "")],
)
def test_why_a_job_failed(error: object, reason: str) -> None:
    assert RenderJob.model_validate({"status": "failed", "error": error}).reason == reason


def test_tokens_are_not_in_a_repr() -> None:
    assert "CANARY" not in repr(AnonymousToken(token="CANARY"))
    assert "CANARY" not in repr(ClaimToken(claim_token="CANARY"))
