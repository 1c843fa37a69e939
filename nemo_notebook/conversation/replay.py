"""A turn without a server: replayed where the ledger knows it, missed by name where it does not."""

from __future__ import annotations

from dataclasses import replace

from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.wish import Wish
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.ledger.why import Asked, nearest
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import OfflineError


def replayed(state: TurnState, known: Turn) -> TurnState:
    """The turn as it ended before."""
    draft = Draft(known.draft)
    return replace(
        state,
        messages=known.messages,
        tracks=draft.summary() if draft.tracks else "",
        replayed=True,
    )


def missed(ledger: Ledger, wish: Wish, family: str, price: int) -> OfflineError:
    """Offline, and the turn is not known: its name, its price, and what is nearly it."""
    asked = Asked(
        key=wish.key,
        parent=wish.parent_key,
        prompt=wish.prompt,
        inputs=wish.inputs,
        backend=family,
        params=wish.params,
        take=wish.take,
    )
    near = nearest(ledger, asked)
    return OfflineError(
        f"Offline, and this turn is not in the ledger ({wish.key[:8]}…, about {price} credits)",
        hint=f"{near}. {OfflineError.default_hint}" if near else None,
        key=wish.key,
        credits=price,
    )
