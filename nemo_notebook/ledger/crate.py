"""How a shared ledger describes itself: RO-Crate 1.1, which research archives and tools can read.

https://www.researchobject.org/ro-crate/specification/1.1/: a JSON-LD graph with every file and its
hash, and for every turn the action that made its videos of its photos.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pydantic import JsonValue

from nemo_notebook.ledger.blobs import hash_of
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.records import Export, Turn
from nemo_notebook.protocol.events import JsonObject

CRATE: Final = "ro-crate-metadata.json"
_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"


def described(
    turns: Sequence[Turn],
    exports: Sequence[Export],
    records: Mapping[str, bytes],
    blobs: Sequence[str],
    when: datetime,
) -> bytes:
    """The description.

    Args:
        turns: What was said.
        exports: What videos were made.
        records: The archive's JSON files by name.
        blobs: sha256 of the photos and videos in the archive.
        when: The last turn ended; the same ledger is described by the same bytes.
    """
    types = {made.sha256: made.media_type for made in exports}
    types |= {made.poster_sha256: "image/jpeg" for made in exports}
    parts: list[JsonObject] = [
        {
            "@id": name,
            "@type": "File",
            "encodingFormat": "application/json",
            "contentSize": str(len(content)),
            "sha256": hash_of(content),
        }
        for name, content in records.items()
    ]
    parts += [_blob(sha256, types.get(sha256)) for sha256 in blobs]
    ids: list[JsonValue] = [{"@id": part["@id"]} for part in parts]
    graph: list[JsonValue] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _SPECIFICATION},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": ", ".join(sorted({turn.title for turn in turns})),
            "description": f"{len(turns)} turns in which photos were made into video",
            "datePublished": when.isoformat(),
            "license": "Not said",
            "hasPart": ids,
            "mentions": [{"@id": f"#{turn.key}"} for turn in turns],
        },
        *parts,
        *(_action(turn, exports, set(blobs)) for turn in turns),
    ]
    return json.dumps(
        {"@context": f"{_SPECIFICATION}/context", "@graph": graph}, ensure_ascii=False, indent=1
    ).encode()


def _blob(sha256: str, media_type: str | None) -> JsonObject:
    part: JsonObject = {"@id": _path(sha256), "@type": "File", "sha256": sha256}
    if media_type is not None:
        part["encodingFormat"] = media_type
    return part


def _action(turn: Turn, exports: Sequence[Export], there: set[str]) -> JsonObject:
    made = [export.sha256 for export in exports if export.turn == turn.key]
    action: JsonObject = {
        "@id": f"#{turn.key}",
        "@type": "CreateAction",
        "name": turn.prompt,
        "endTime": turn.settled_at.isoformat(),
        "instrument": f"nemo-notebook {turn.version}, {turn.backend}",
        "object": [_reference(entry.sha256, there) for entry in turn.inputs],
        "result": [_reference(sha256, there) for sha256 in made],
    }
    if turn.parent != ROOT:
        action["isBasedOn"] = {"@id": f"#{turn.parent}"}
    return action


def _reference(sha256: str, there: set[str]) -> JsonObject:
    return {"@id": _path(sha256) if sha256 in there else f"#sha256-{sha256}"}


def _path(sha256: str) -> str:
    return f"blobs/sha256/{sha256[:2]}/{sha256[2:]}"
