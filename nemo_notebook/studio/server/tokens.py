"""Who may do what: bearer tokens, whose they are, and their scopes."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
import uuid
from dataclasses import dataclass
from typing import Literal

from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.database import Database

Scope = Literal["read", "write", "upload", "render", "*"]

ANONYMOUS_CREDITS = 100
ANONYMOUS_SCOPES: tuple[Scope, ...] = ("read", "write", "upload", "render")
"""The hosted service leaves `render` out until one registers, which nobody can do here."""

OWNER = "owner"
"""The user who started the studio."""

_LIFETIME_S = 7 * 24 * 3600.0
_MOST_TOKENS = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose request it is, and what it may do."""

    user: str
    scopes: frozenset[str]

    @property
    def is_anonymous(self) -> bool:
        """Whether the token was given to whoever asked."""
        return self.user != OWNER

    def allows(self, scope: Scope) -> bool:
        """Whether a scope is among the token's."""
        return scope in self.scopes or "*" in self.scopes

    def may_see(self, user: str) -> bool:
        """Whether what belongs to that user may be seen."""
        return user == self.user or "*" in self.scopes


@dataclass(frozen=True, slots=True)
class AnonymousToken:
    """A token for a client without an account; kept as a digest only."""

    token: str
    user: str
    expires: float


class Tokens:
    """The tokens that this studio knows.

    Args:
        owner_token: Of whoever started it; has all scopes.
        database: Where anonymous tokens are kept.
        anonymous: Whether such tokens are given.
    """

    def __init__(self, owner_token: str, database: Database, *, anonymous: bool) -> None:
        self._owner_token = owner_token.encode()
        self._db = database
        self.anonymous = anonymous

    def identify(self, token: bytes) -> Identity | None:
        """Whose token it is; None if it is nobody's, or has expired."""
        if hmac.compare_digest(token, self._owner_token):
            return Identity(OWNER, frozenset({"*"}))
        if not self.anonymous:
            return None
        sql = "SELECT user, scopes FROM tokens WHERE digest = ? AND expires > ?"
        rows = self._db.rows(sql, _digest(token), time.time())
        return Identity(rows[0]["user"], frozenset(rows[0]["scopes"].split())) if rows else None

    def give_anonymous(self, client_id: str) -> AnonymousToken:
        """Make a token for a client; the same client is the same user again.

        Raises:
            Refusal: The client has one that is still good, or too many tokens are in use.
        """
        now = time.time()
        user = uuid.uuid5(uuid.NAMESPACE_URL, f"nemo-client:{client_id}").hex
        given = AnonymousToken(f"nmv_usr_{secrets.token_urlsafe(32)}", user, now + _LIFETIME_S)
        with self._db.transaction() as connection:
            connection.execute("DELETE FROM tokens WHERE expires <= ?", (now,))
            held = connection.execute("SELECT user, expires FROM tokens").fetchall()
            ends = [row["expires"] for row in held if row["user"] == user]
            if ends:
                raise _too_many("This client has a token already: use it", max(ends) - now)
            if len(held) >= _MOST_TOKENS:
                raise _too_many("Too many anonymous tokens were asked for: use one that you have")
            connection.execute(
                "INSERT INTO tokens (digest, user, scopes, expires) VALUES (?, ?, ?, ?)",
                (_digest(given.token.encode()), user, " ".join(ANONYMOUS_SCOPES), given.expires),
            )
        return given

    def expire(self, token: bytes) -> None:
        """End an anonymous token before its time."""
        self._db.write("DELETE FROM tokens WHERE digest = ?", _digest(token))


def _too_many(why: str, wait_s: float = 3600) -> Refusal:
    return Refusal(429, f"{why}.", headers={"Retry-After": str(math.ceil(wait_s))})


def _digest(token: bytes) -> str:
    return hashlib.sha256(token).hexdigest()
