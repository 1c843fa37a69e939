"""Which token a request carries: a person's own, or an anonymous one that is kept and renewed."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from pydantic import SecretStr

from nemo_notebook.client.identity import write_private
from nemo_notebook.client.timing import Timing
from nemo_notebook.protocol.envelopes import AnonymousToken
from nemo_notebook.protocol.errors import AuthenticationError
from nemo_notebook.settings import Settings

LIFETIME_S = 7 * 24 * 3600.0
"""How long an anonymous token lasts where the service does not say."""

MARGIN_S = 20 * 60.0
"""A token with less time left than a turn may take is not begun with."""

LOCK_WAIT_S = 30.0
_LOCK_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Anonymous:
    """An anonymous token, until when it holds (seconds since the epoch), and whose it is."""

    token: SecretStr
    expires: float
    user_id: str | None = None


class Credentials(httpx.Auth):
    """Signs a request: the bearer token and the attribution headers.

    The token stands in no variable that a traceback could show.
    """

    def __init__(self, token: SecretStr, attribution: Mapping[str, str]) -> None:
        self._token = token
        self._attribution = attribution

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the headers."""
        request.headers["Authorization"] = f"Bearer {self._token.get_secret_value()}"
        request.headers.update(self._attribution)
        yield request


class TokenSource:
    """Hands out the token for a server.

    Args:
        token: A person's own token; without one, an anonymous token is used.
        settings: Where tokens are kept, and whether.
        api_url: The server: a token is sent to no other.
        fetch: Asks the server for an anonymous token.
        timing: Clocks and deadlines.
    """

    def __init__(
        self,
        token: SecretStr | None,
        *,
        settings: Settings,
        api_url: str,
        fetch: Callable[[], Awaitable[AnonymousToken]],
        timing: Timing,
    ) -> None:
        self._own = _checked(token) if token is not None else None
        self._path = settings.config_dir / "anonymous_token.json"
        self._store = settings.store_token
        self._api_url = api_url
        self._fetch = fetch
        self._timing = timing
        self._held: Anonymous | None = None

    @property
    def anonymous(self) -> bool:
        """Whether there is no token of a person's own."""
        return self._own is None

    @property
    def user_id(self) -> str | None:
        """Whom the anonymous token stands for, where the service said so."""
        return self._held.user_id if self._held else None

    async def get(self) -> SecretStr:
        """The token to send.

        Raises:
            NemoError: There was none, and the server gave none.
        """
        if self._own is not None:
            return self._own
        if self._held is None or not self._fresh(self._held):
            async with self._alone():
                self._held = self._load() or await self._new()
        return self._held.token

    def drop(self, refused: SecretStr) -> None:
        """Forget an anonymous token that the server refused, here and on disk."""
        if self._held is not None and self._held.token == refused:
            self._held = None
        kept = self._load()
        if kept is not None and kept.token == refused:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    async def _new(self) -> Anonymous:
        answer = await self._fetch()
        token = _checked(SecretStr(answer.token))
        made = Anonymous(token, _expiry(answer.expires_at, self._timing.wall()), answer.user_id)
        if self._store:
            record = {
                "api_url": self._api_url,
                "token": token.get_secret_value(),
                "expires": made.expires,
                "user_id": made.user_id,
            }
            write_private(self._path, json.dumps(record))
        return made

    def _load(self) -> Anonymous | None:
        if not self._store:
            return None
        try:
            record = json.loads(self._path.read_text(encoding="utf-8"))
            if record["api_url"] != self._api_url:
                return None
            user_id = record.get("user_id")
            held = Anonymous(
                _checked(SecretStr(record["token"])),
                float(record["expires"]),
                user_id if isinstance(user_id, str) else None,
            )
        except (OSError, ValueError, KeyError, TypeError, AuthenticationError):
            return None
        return held if self._fresh(held) else None

    def _fresh(self, held: Anonymous) -> bool:
        return held.expires - self._timing.wall() > MARGIN_S

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """One process at a time asks for a token; the others find it on disk afterwards."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:  # nowhere to write: nothing is shared either
            yield
            return
        try:
            deadline = self._timing.now() + LOCK_WAIT_S
            while not _try_lock(file) and self._timing.now() < deadline:
                await self._timing.sleep(_LOCK_LOOK_S)
            yield
        finally:
            os.close(file)  # which unlocks it, as the end of the process does


def _try_lock(file: int) -> bool:
    try:
        try:
            import fcntl  # noqa: PLC0415 (not on Windows)
        except ImportError:
            import msvcrt  # noqa: PLC0415 (only on Windows)

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # the stubs know the platform
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _checked(token: SecretStr) -> SecretStr:
    """The token without surrounding space, if a header can carry it."""
    value = token.get_secret_value().strip()
    if not value or any(not "!" <= char <= "~" for char in value):
        raise AuthenticationError("The token is empty or has characters that no token has")
    return SecretStr(value)


def _expiry(said: str | float | None, wall: float) -> float:
    """Read `expires_at`, which may be seconds, milliseconds or a date."""
    if isinstance(said, str):
        try:
            when = datetime.fromisoformat(said)
        except ValueError:
            return wall + LIFETIME_S
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    if said is None:
        return wall + LIFETIME_S
    return said / 1000 if said > 1e11 else float(said)  # noqa: PLR2004 (seconds reach 1e11 in the year 5138)
