from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nemo_notebook import Conversation, Take, identify, sign
from nemo_notebook.experiments.certificate import made_for_trying, signature_of
from nemo_notebook.experiments.credentials import credentials_of
from nemo_notebook.protocol.errors import (
    ExportFailedError,
    InputError,
    NothingToExportError,
    OptionError,
)

pytest.importorskip("c2pa", reason="nemo-notebook[c2pa] is not installed")

PROMPT = "pan left, 480p, 1 second, no music"


@pytest.fixture(scope="module")
def take(data: Path, harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> Take:
    with Conversation(harbour, folder=tmp_path_factory.mktemp("signed")) as chat:
        made = chat.say(PROMPT)
        made.export("mov")
        return made


def path_of(take: Take) -> Path:
    assert take.video is not None
    return take.video.path


def test_a_signed_copy_says_how_it_was_made(take: Take) -> None:
    before = path_of(take).read_bytes()
    copy = sign(take)
    assert copy == path_of(take).with_suffix(".signed.mp4")
    assert path_of(take).read_bytes() == before
    found = credentials_of(copy)
    assert found is not None
    assert (found.is_intact, found.is_trusted) == (True, False)
    assert found.signer == "nemo-notebook test"
    assert found.recipe is not None
    assert [step.prompt for step in found.recipe.steps] == [PROMPT]
    assert credentials_of(path_of(take)) is None


def test_the_ledger_knows_the_signed_copy(take: Take, tmp_path: Path) -> None:
    origin = identify(sign(take, out=tmp_path / "copy.mp4"), folder=take.folder)
    assert (origin.key, origin.found_by) == (take.key, "ledger")
    assert "as signed by nemo-notebook test, whom nothing here vouches for" in str(origin)


def test_a_changed_bit_shows(take: Take, tmp_path: Path) -> None:
    copy = sign(take, out=tmp_path / "copy.mp4")
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    found = credentials_of(copy)
    assert found is not None
    assert str(found) == "signed, but changed since"


def test_ones_own_certificate_signs(take: Take, tmp_path: Path) -> None:
    chain, key = made_for_trying()
    (tmp_path / "me.pem").write_text(chain)
    (tmp_path / "me.key").write_text(key)
    copy = sign(
        take, certificate=tmp_path / "me.pem", key=tmp_path / "me.key", out=tmp_path / "a.mp4"
    )
    found = credentials_of(copy)
    assert found is not None
    assert found.is_intact


def test_a_mov_is_signed_too(take: Take, tmp_path: Path) -> None:
    found = credentials_of(sign(path_of(take).with_suffix(".mov"), out=tmp_path / "copy.mov"))
    assert found is not None
    assert found.is_intact


def test_what_cannot_be_signed_is_said(take: Take, tmp_path: Path) -> None:
    chain, key = made_for_trying()
    for name, content in (("me.pem", chain), ("me.key", key), ("no.key", "no key")):
        (tmp_path / name).write_text(content)
    webm = tmp_path / "clip.webm"
    webm.touch()
    broken = Path(shutil.copy(tmp_path / "no.key", tmp_path / "broken.mp4"))
    with pytest.raises(InputError, match="Export it as mp4 or mov"):
        sign(webm)
    with pytest.raises(InputError, match="does not exist"):
        sign(tmp_path / "missing.mp4")
    with pytest.raises(ExportFailedError, match=r"broken\.mp4"):
        sign(broken)
    with pytest.raises(NothingToExportError):
        sign(replace(take, video=None))
    with pytest.raises(OptionError, match="Give both"):
        sign(take, certificate=tmp_path / "me.pem")
    with pytest.raises(InputError, match=r"no\.pem cannot be read"):
        sign(take, certificate=tmp_path / "no.pem", key=tmp_path / "me.key")
    with pytest.raises(InputError, match="The key cannot be used"):
        sign(take, certificate=tmp_path / "me.pem", key=tmp_path / "no.key")
    with pytest.raises(InputError, match="was not signed"):
        sign(take, certificate=tmp_path / "no.key", key=tmp_path / "me.key")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_key_tells_its_signature() -> None:
    assert signature_of(made_for_trying()[1]) == "es256"


def test_without_the_extra_signing_says_so_and_identify_works(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    with pytest.raises(OptionError, match=r"nemo-notebook\[c2pa\]"):
        sign(take)
    assert identify(path_of(take)).credentials == ""
