"""Faults to be played, so that clients can be proven against a studio that fails.

A file lists them, as JSON or as TOML:

    {"faults": [
        {"on": "message", "do": "drop", "after": 3, "how": "reset"},
        {"on": "state", "do": "answer", "status": 429, "retry_after": 1, "times": 2}
    ]}

    [[faults]]
    on = "message"
    do = "silence"
    after = 2
    seconds = 90

A bare JSON list will do as well. `on` is the request that a fault strikes: token, claim, session,
message, resume, upload, credits, state, submit, poll, cancel, download, file, or any. `times` is
how many such requests it strikes (1 if nothing is said), `skip` how many it lets pass before (0).
Faults that strike the same request are played together; the first of the file is the nearest to
the client. `do` is one of these:

- `answer`: another answer than the studio's, with this `status`. `body` is json or html, `code` the
  envelope's (the status if nothing is said), `retry_after` a header; with `done` the request is
  carried out nevertheless.
- `delay`: the request waits `seconds` before it is carried out.
- `drop`: the connection ends `after` so many events (or chunks of another answer); without `after`
  before the answer's first byte, though the request is carried out. `how` is fin, reset, or close,
  which ends a stream as if it were whole. With `cut` it ends in the middle of the next event.
- `silence`: `after` so many events (0) nothing comes for `seconds`, not even heartbeats; with
  `heartbeats` nothing but them.

Of a turn's events, so `on` message or resume:

- `mute`: a turn without any text.
- `afterthought`: "I encountered a temporary issue" after a good answer.
- `duplicate`: every event comes twice.
- `reorder`: events come backwards, in blocks of `window` (2).
- `mix_ids`: events come in order and have each other's ids, in blocks of `window` (2).

Of what lasts longer than a request:

- `expire_token`: the anonymous token of the request `on` has ended, now and for good.
- `expire_link`: the address of a finished export answers `status` (403, or 404) until the export is
  polled anew; so many `times`, without `on`.
- `fail_export`: the first exports fail with this `reason`; so many `times`, without `on`.

Faults stand around the application and change nothing inside it. A studio without faults does not
load this into the path of its requests.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nemo_notebook.studio.server.faults.events import (
    Afterthought,
    Duplicate,
    MixIds,
    Mute,
    Reorder,
)
from nemo_notebook.studio.server.faults.lasting import ExpireLink, ExpireToken, FailExport
from nemo_notebook.studio.server.faults.requests import Answer, Delay, Drop, Silence

Fault: TypeAlias = (
    Answer
    | Delay
    | Drop
    | Silence
    | Mute
    | Afterthought
    | Duplicate
    | Reorder
    | MixIds
    | ExpireToken
    | ExpireLink
    | FailExport
)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    faults: list[Annotated[Fault, Field(discriminator="do")]]


def read_faults(path: Path) -> tuple[Fault, ...]:
    """Read a file of faults, TOML if it is named so, else JSON.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not such a file; the message says where in one line.
    """
    text = path.read_text("utf-8")
    raw = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    try:
        return tuple(_File.model_validate({"faults": raw} if isinstance(raw, list) else raw).faults)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}" if where else first["msg"]) from None
