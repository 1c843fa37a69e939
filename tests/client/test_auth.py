"""Which token is sent, where an anonymous one comes from, and where it is kept."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
import uuid
from pathlib import Path

import pytest

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.client.identity import attribution, client_id, platform
from nemo_notebook.client.timing import Timing
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    InsufficientCreditsError,
    NemoError,
    PlanRequiredError,
    RateLimitError,
)
from nemo_notebook.settings import Settings
from tests.client.fault_server import FaultServer, Visit, answer, ok, stream, text
from tests.client.ways import Way

ANONYMOUS = "/api/auth/anonymous-token"
CREDITS = "/api/credits/balance/simple"
WEEK = 7 * 24 * 3600.0


def new_token(name: str = "nmv_usr_anonymous", **more: object) -> dict[str, object]:
    return {"token": name, "credits": 100, **more}


def bearers(server: FaultServer, path: str = CREDITS) -> list[str]:
    return [r.headers["Authorization"] for r in server.requests if r.target == path]


@pytest.fixture
def nobody(way: Way) -> Way:
    way.token = None
    return way


def test_an_anonymous_token_is_asked_for_with_the_client_id_alone(
    nobody: Way, server: FaultServer
) -> None:
    server.on("POST", ANONYMOUS, ok(new_token()))
    server.on("GET", CREDITS, ok({"available": 100}))
    nobody.run(lambda c: c.credits())
    asked = server.asked("POST", ANONYMOUS)[0]
    assert str(uuid.UUID(asked.headers["X-Client-Id"])) == asked.headers["X-Client-Id"]
    assert "Authorization" not in asked.headers
    assert not [name for name in asked.headers if name.startswith("X-Skill")]
    assert asked.body == b""
    assert bearers(server) == ["Bearer nmv_usr_anonymous"]


def test_what_is_kept_on_disk(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token()))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    ident = nobody.config_dir / "client_id"
    token = nobody.config_dir / "anonymous_token.json"
    assert str(uuid.UUID(ident.read_text())) == ident.read_text()
    assert json.loads(token.read_text())["token"] == "nmv_usr_anonymous"
    if sys.platform != "win32":
        assert stat.S_IMODE(ident.stat().st_mode) == 0o600
        assert stat.S_IMODE(token.stat().st_mode) == 0o600
        assert stat.S_IMODE(nobody.config_dir.stat().st_mode) == 0o700
    kept = {path.name for path in nobody.config_dir.iterdir()}
    assert kept == {"client_id", "anonymous_token.json", "anonymous_token.lock"}


def test_a_kept_token_is_used_again(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token()))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    nobody.run(lambda c: c.credits())
    assert len(server.asked("POST", ANONYMOUS)) == 1
    assert len(set(bearers(server))) == 1


def test_nothing_is_kept_where_that_is_asked(
    nobody: Way, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_STORE_TOKEN", "0")
    server.on("POST", ANONYMOUS, ok(new_token()))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    nobody.run(lambda c: c.credits())
    assert len(server.asked("POST", ANONYMOUS)) == 2
    for path in nobody.config_dir.iterdir():
        assert "nmv_usr" not in path.read_text()


@pytest.mark.parametrize(
    ("expires", "after", "asked"),
    [
        (None, WEEK - 3600, 1),
        (None, WEEK, 2),
        (1_800_000_000 + 3600, 0, 1),
        (1_800_000_000 + 60, 0, 2),
        ((1_800_000_000 + 3600) * 1000, 3000, 2),
        ("2027-01-15T09:00:00Z", 0, 1),
        ("2027-01-15T09:00:00", 3000, 2),
        ("tomorrow", 0, 1),
    ],
)
def test_a_token_is_renewed_before_it_ends(
    nobody: Way, server: FaultServer, expires: object, after: float, asked: int
) -> None:
    server.on("POST", ANONYMOUS, ok(new_token(expires_at=expires)))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    nobody.time.elapsed += after
    nobody.run(lambda c: c.credits())
    assert len(server.asked("POST", ANONYMOUS)) == asked


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"token": 1}', '{"api_url": "https://other.example/", "token": "x"}', "null"],
)
def test_a_damaged_or_foreign_token_file_is_replaced(
    nobody: Way, server: FaultServer, content: str
) -> None:
    nobody.config_dir.mkdir()
    (nobody.config_dir / "anonymous_token.json").write_text(content)
    server.on("POST", ANONYMOUS, ok(new_token()))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    assert bearers(server) == ["Bearer nmv_usr_anonymous"]


def test_a_token_is_sent_to_no_other_server(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token("nmv_usr_first")), ok(new_token("nmv_usr_second")))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    with FaultServer() as other:
        other.on("POST", ANONYMOUS, ok(new_token("nmv_usr_other")))
        other.on("GET", CREDITS, ok({}))
        nobody.url = other.url
        nobody.run(lambda c: c.credits())
        assert bearers(other) == ["Bearer nmv_usr_other"]


def test_a_refused_anonymous_token_is_renewed_once(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token("nmv_usr_old")), ok(new_token("nmv_usr_new")))
    refusal = answer(200, {"code": 1001, "message": "expired"})
    server.on("GET", CREDITS, refusal, ok({"available": 5}))
    assert nobody.run(lambda c: c.credits()).available == 5
    assert bearers(server) == ["Bearer nmv_usr_old", "Bearer nmv_usr_new"]
    ids = {r.headers["X-Client-Id"] for r in server.asked("POST", ANONYMOUS)}
    assert len(ids) == 1


def test_it_is_not_renewed_for_ever(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token("nmv_usr_1")), ok(new_token("nmv_usr_2")))
    server.on("GET", CREDITS, answer(401, {"detail": "no"}))
    with pytest.raises(AuthenticationError):
        nobody.run(lambda c: c.credits())
    assert len(bearers(server)) == 2


def test_a_message_is_not_repeated_under_a_new_token(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token("nmv_usr_old")), ok(new_token("nmv_usr_new")))
    server.on("POST", "/run_sse", answer(401, {"detail": "no"}), stream(text("hi")))
    refused = nobody.say()
    assert isinstance(refused.error, AuthenticationError)
    assert len(server.asked("POST", "/run_sse")) == 1
    assert nobody.say().text == "hi"
    assert bearers(server, "/run_sse") == ["Bearer nmv_usr_old", "Bearer nmv_usr_new"]


def test_a_person_is_told_of_their_own_bad_token(way: Way, server: FaultServer) -> None:
    server.on("GET", CREDITS, answer(401, {"detail": "revoked"}))
    with pytest.raises(AuthenticationError, match="Settings → API Tokens"):
        way.run(lambda c: c.credits())
    assert len(server.requests) == 1


def test_no_more_anonymous_tokens(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, answer(429, {"detail": "one per week"}))
    with pytest.raises(RateLimitError, match="one per week"):
        nobody.run(lambda c: c.credits())


def test_a_client_id_that_the_service_does_not_take_is_renewed(
    nobody: Way, server: FaultServer
) -> None:
    server.on("POST", ANONYMOUS, answer(400, {"detail": "X-Client-Id"}), ok(new_token()))
    server.on("GET", CREDITS, ok({}))
    nobody.run(lambda c: c.credits())
    first, second = (r.headers["X-Client-Id"] for r in server.asked("POST", ANONYMOUS))
    assert first != second
    assert (nobody.config_dir / "client_id").read_text() == second


def test_no_credits_without_an_account(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token(user_id="u 1")))
    server.on("POST", "/run_sse", answer(200, {"code": 2001, "message": "empty"}))
    heard = nobody.say()
    assert isinstance(heard.error, InsufficientCreditsError)
    assert "https://nemovideo.com/?bind=u+1" in str(heard.error)


def test_no_export_without_an_account(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, ok(new_token(user_id="u 1")))
    server.on("POST", "/api/render/proxy/lambda", answer(402, {"detail": "no exports"}))
    draft = Draft({"t": [{"tt": 0, "sg": [{"d": 1000}]}]})
    with pytest.raises(PlanRequiredError, match=r"unlock exports: https://.*\?bind=u\+1"):
        nobody.run(lambda c: c.export("s", draft))


def test_no_token_is_ever_shown(nobody: Way, server: FaultServer) -> None:
    server.on("POST", ANONYMOUS, answer(200, {"code": 0, "data": {"token": ["nmv_usr_x"]}}))
    with pytest.raises(NemoError) as raised:
        nobody.run(lambda c: c.credits())
    assert "nmv_usr_x" not in str(raised.value)


async def test_two_clients_at_once_ask_for_one_token(server: FaultServer, tmp_path: Path) -> None:
    config = tmp_path / "config"
    settings = Settings.model_validate({"NEMO_CONFIG_DIR": config, "NEMO_API_URL": server.url})
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def sleep(seconds: float) -> None:
        """The other client waits: it may go on once the first has its answer."""
        loop.call_soon_threadsafe(asked.set)
        await asyncio.sleep(0.01)

    def slow(visit: Visit) -> bool:
        asyncio.run_coroutine_threadsafe(asked.wait(), loop).result(5)
        return ok(new_token())(visit)

    server.on("POST", ANONYMOUS, slow)
    server.on("GET", CREDITS, ok({}))
    async with (
        AsyncNemoClient(settings=settings, timing=Timing(sleep=sleep)) as one,
        AsyncNemoClient(settings=settings, timing=Timing(sleep=sleep)) as two,
    ):
        await asyncio.gather(one.credits(), two.credits(), one.credits())
    assert len(server.asked("POST", ANONYMOUS)) == 1
    assert set(bearers(server)) == {"Bearer nmv_usr_anonymous"}


# The order of tokens


def test_the_argument_comes_before_the_environment(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("NEMO_API_URL", server.url)
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_environment")
    server.on("GET", CREDITS, ok({}))

    async def ask(token: str | None) -> None:
        async with AsyncNemoClient(token=token) as client:
            await client.credits()

    asyncio.run(ask("nmv_usr_argument"))
    asyncio.run(ask(None))
    assert bearers(server) == ["Bearer nmv_usr_argument", "Bearer nmv_usr_environment"]


# The client id and the headers


def test_the_client_id_is_made_once(tmp_path: Path) -> None:
    settings = Settings.model_validate({"NEMO_CONFIG_DIR": tmp_path})
    assert client_id(settings) == client_id(settings) == (tmp_path / "client_id").read_text()


@pytest.mark.parametrize("content", ["", "nmv_usr_not_an_id", "\x00\xff", "1234"])
def test_a_client_id_file_with_something_else_is_replaced(tmp_path: Path, content: str) -> None:
    settings = Settings.model_validate({"NEMO_CONFIG_DIR": tmp_path})
    (tmp_path / "client_id").write_text(content, encoding="latin-1")
    made = client_id(settings)
    assert str(uuid.UUID(made)) == made == (tmp_path / "client_id").read_text()


def test_a_client_id_with_nowhere_to_keep_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings.model_validate({"NEMO_CONFIG_DIR": tmp_path / "file"})
    assert uuid.UUID(client_id(settings)).version == 4


def test_the_client_id_of_the_environment(tmp_path: Path) -> None:
    settings = Settings.model_validate({"NEMO_CONFIG_DIR": tmp_path, "NEMO_CLIENT_ID": "mine\n"})
    assert client_id(settings) == "mine"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("installed", "name"),
    [
        ("/home/ada/.clawhub/skills/nemo/client/identity.py", "clawhub"),
        ("/home/ada/.cursor/skills/nemo/client/identity.py", "cursor"),
        ("/home/ada/.cursor/other/identity.py", "unknown"),
        ("/home/ada/project/.clawhub/identity.py", "unknown"),
        ("/usr/lib/python3/identity.py", "unknown"),
    ],
)
def test_the_platform_is_known_by_its_folder(installed: str, name: str) -> None:
    assert platform(Path(installed), Path("/home/ada")) == name


def test_the_platform_of_the_environment(tmp_path: Path) -> None:
    settings = Settings.model_validate({"SKILL_SOURCE": "海 my-platform\r\nX-Evil: 1"})
    assert attribution(settings)["X-Skill-Platform"] == "my-platformX-Evil: 1"
