from __future__ import annotations

import hashlib
import time

import pytest

from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.tokens import Identity, Tokens


def keep(database: Database, token: str, scopes: str, *, lasts_s: float = 60) -> None:
    digest = hashlib.sha256(token.encode()).hexdigest()
    expires = time.time() + lasts_s
    database.write("INSERT INTO tokens VALUES (?, 'someone', ?, ?)", digest, scopes, expires)


def test_the_owner_may_do_everything(database: Database) -> None:
    owner = Tokens("owner-token", database, anonymous=False).identify(b"owner-token")
    assert owner is not None
    assert owner.allows("render")
    assert owner.may_see("anybody")
    assert not owner.is_anonymous


def test_a_token_has_its_scopes_and_no_others(database: Database) -> None:
    keep(database, "t", "read write")
    found = Tokens("owner-token", database, anonymous=True).identify(b"t")
    assert found == Identity("someone", frozenset({"read", "write"}))
    assert found.allows("read")
    assert not found.allows("render")
    assert not found.may_see("someone else")


def test_an_expired_token_is_nobodys(database: Database) -> None:
    keep(database, "t", "*", lasts_s=-1)
    assert Tokens("owner-token", database, anonymous=True).identify(b"t") is None


def test_anonymous_tokens_open_nothing_where_none_are_given(database: Database) -> None:
    given = Tokens("owner-token", database, anonymous=True).give_anonymous("client")
    token = given.token.encode()
    assert Tokens("owner-token", database, anonymous=True).identify(token) is not None
    assert Tokens("owner-token", database, anonymous=False).identify(token) is None


def test_no_token_is_kept_as_it_is(database: Database) -> None:
    given = Tokens("owner-token", database, anonymous=True).give_anonymous("client")
    assert given.token not in str([tuple(row) for row in database.rows("SELECT * FROM tokens")])


def test_too_many_tokens_are_too_many(database: Database) -> None:
    for number in range(100):
        keep(database, str(number), "read")
    with pytest.raises(Refusal) as caught:
        Tokens("owner-token", database, anonymous=True).give_anonymous("client")
    assert caught.value.status == 429
    assert caught.value.headers == {"Retry-After": "3600"}
