"""What httpx writes to the log about our requests: no queries, since a signed URL is a secret."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.proxy")
_QUERY = re.compile(r"\?[^\s'\"]+")

_ours: ContextVar[bool] = ContextVar("nemo_notebook_request", default=False)


@contextmanager
def scrubbed() -> Iterator[None]:
    """Take the queries out of what is logged inside, and leave other users of httpx alone."""
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def _scrub(record: logging.LogRecord) -> bool:
    if _ours.get():
        record.msg = _QUERY.sub("?…", record.getMessage())
        record.args = None
    return True


for _name in _LOGGERS:
    logging.getLogger(_name).addFilter(_scrub)
