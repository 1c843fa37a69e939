"""Content Credentials: a signed statement in an MP4 or MOV of how it was made (C2PA)."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from nemo_notebook.conversation.recipe import Recipe
from nemo_notebook.conversation.stamp import read_comment
from nemo_notebook.conversation.take import TakeData
from nemo_notebook.experiments.certificate import made_for_trying, signature_of
from nemo_notebook.experiments.page import printable
from nemo_notebook.protocol.errors import InputError, NothingToExportError, OptionError
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import ACCEPTED

_FORMATS = ("mp4", "mov")
_RECIPE = "org.nemo-notebook.recipe"
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_KINDS = {"studio": "algorithmicallyEnhanced", "nemovideo": "compositeWithTrainedAlgorithmicMedia"}
_OFFLINE: JsonObject = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}


def sign(
    video: str | os.PathLike[str] | TakeData,
    *,
    certificate: str | os.PathLike[str] | None = None,
    key: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] | None = None,
) -> Path:
    """Write a copy of a video with Content Credentials: signed, so that every later change shows.

    What is signed is that the video was made by an algorithm, and the recipe in its comment as far
    as it has one (see `provenance`). Nothing is sent anywhere, for a time stamp neither.

    Args:
        video: An MP4 or MOV, or a take that has one.
        certificate: Your certificate and those that it rests on, in PEM; without it one is made for
            this call. Readers then say that the signer is not known to them, as is right.
        key: Its private key, in PEM.
        out: The copy; by default beside the video, `name.signed.mp4`.

    Returns:
        The copy.

    Raises:
        InputError: The file is none that can be signed, or certificate and key cannot be used.
        OptionError: `nemo-notebook[c2pa]` is not installed, or one of the two is missing.
    """
    c2pa = _library()
    source = _checked(video)
    target = Path(out) if out is not None else source.with_suffix(f".signed{source.suffix}")
    chain, private = _given(certificate, key) if certificate or key else made_for_trying()
    info = c2pa.C2paSignerInfo(signature_of(private), chain.encode(), private.encode(), None)
    aside = target.with_name(f".{secrets.token_hex(4)}-{target.name}")
    try:
        signer = c2pa.Signer.from_info(info)
        settings = c2pa.Settings.from_dict(_OFFLINE)
        builder = c2pa.Builder(_statement(source), c2pa.Context(settings))
        builder.sign_file(str(source), str(aside), signer)
        aside.replace(target)
    except c2pa.C2paError as error:
        raise InputError(
            f"{source.name} was not signed: {printable(str(error))}",
            hint="Give a certificate for documents or e-mail with its issuer's below, and its key.",
        ) from None
    finally:
        aside.unlink(missing_ok=True)
    return target


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the Content Credentials of a file say.

    Attributes:
        signer: Whom the certificate names.
        is_intact: Whether the file is as it was signed.
        is_trusted: Whether the signer is known to this reader; a signature alone tells no person.
        recipe: How the video was made, as it was signed; None if that is not in it.
    """

    signer: str
    is_intact: bool
    is_trusted: bool
    recipe: Recipe | None

    def __str__(self) -> str:
        if not self.is_intact:
            return "signed, but changed since"
        known = "" if self.is_trusted else ", whom nothing here vouches for"
        return f"as signed by {self.signer or 'somebody'}{known}"


def credentials_of(video: Path) -> Credentials | None:
    """Read a file's Content Credentials; None without them, or without `nemo-notebook[c2pa]`."""
    ending = video.suffix.removeprefix(".").lower()
    if ending not in _FORMATS:
        return None
    try:
        c2pa = _library()
        with video.open("rb") as file:
            settings = c2pa.Settings.from_dict(_OFFLINE)
            reader = c2pa.Reader(ACCEPTED[ending][1], file, context=c2pa.Context(settings))
            found = json.loads(reader.json())
    except OptionError:
        return None
    except c2pa.C2paError:  # there are none, or they are beyond reading
        return None
    manifest = _part(_part(found, "manifests"), str(found.get("active_manifest")))
    state = str(found.get("validation_state"))
    signer = _part(manifest, "signature_info").get("common_name")
    assertions = manifest.get("assertions")
    data = [
        json.dumps(entry.get("data"))
        for entry in (assertions if isinstance(assertions, list) else [])
        if isinstance(entry, dict) and entry.get("label") == _RECIPE
    ]
    return Credentials(
        signer=printable(str(signer or "")),
        is_intact=state in {"Valid", "Trusted"},
        is_trusted=state == "Trusted",
        recipe=Recipe.read(data[0]) if data else None,
    )


def _library() -> ModuleType:
    try:
        return import_module("c2pa")
    except ImportError:
        raise OptionError(
            "Content Credentials need the extra c2pa",
            hint="Install it: python -m pip install 'nemo-notebook[c2pa]'",
        ) from None


def _checked(video: str | os.PathLike[str] | TakeData) -> Path:
    if isinstance(video, TakeData):
        if video.video is None:
            raise NothingToExportError("This take has no video to sign")
        video = video.video.path
    path = Path(video).expanduser()
    if not path.is_file():
        raise InputError(f"{path} does not exist", hint="Name a video, as in nemo_media/photo.mp4.")
    if path.suffix.removeprefix(".").lower() not in _FORMATS:
        raise InputError(
            f"{path.name} cannot hold Content Credentials", hint="Export it as mp4 or mov."
        )
    return path


def _statement(source: Path) -> JsonObject:
    recipe = Recipe.read(read_comment(source))
    kind = _KINDS.get(recipe.backend if recipe else "", "trainedAlgorithmicMedia")
    created: JsonObject = {"action": "c2pa.created", "digitalSourceType": f"{_SOURCE_TYPES}{kind}"}
    assertions: list[JsonObject] = [
        {"label": "c2pa.actions.v2", "data": {"actions": [created]}},
    ]
    if recipe is not None:
        assertions.append({"label": _RECIPE, "data": json.loads(recipe.text)})
    generator = {"name": "nemo-notebook", "version": version("nemo-notebook")}
    media_type = ACCEPTED[source.suffix.removeprefix(".").lower()][1]
    statement: JsonObject = {
        "claim_generator_info": [dict(generator)],
        "format": media_type,
        "title": source.name,
        "assertions": [dict(entry) for entry in assertions],
    }
    return statement


def _given(
    certificate: str | os.PathLike[str] | None, key: str | os.PathLike[str] | None
) -> tuple[str, str]:
    if certificate is None or key is None:
        raise OptionError("A certificate and its key go together", hint="Give both, or neither.")
    texts = []
    for path, what in ((Path(certificate), "certificate"), (Path(key), "key")):
        try:
            texts.append(path.expanduser().read_text("ascii"))
        except (OSError, ValueError):
            raise InputError(
                f"The {what} {path.name} cannot be read", hint="It is a text file in PEM."
            ) from None
    return texts[0], texts[1]


def _part(whole: JsonObject, name: str) -> JsonObject:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
