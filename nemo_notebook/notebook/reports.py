"""What the subcommands that change nothing have to say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nemo_notebook.backend import Backend
from nemo_notebook.conversation.aio import MEDIA_FOLDER
from nemo_notebook.conversation.bundle import describe, relative
from nemo_notebook.conversation.chats import LEDGER_FOLDER
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.ledger.records import Turn
from nemo_notebook.notebook.chat import Chat
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.kept import KEY_LETTERS
from nemo_notebook.notebook.preferences import Preferences
from nemo_notebook.protocol.draft import Track
from nemo_notebook.protocol.errors import NemoError

BEGIN = "Begin with a photo: a cell with %%nemo photo.jpg, and below it what should happen."
_GO_ON = ("To go on", "A cell with %%nemo, and below it what should change.")


def status(chat: Chat | None, backend: Backend) -> Facts:
    """Who answers, what was said last, what stands on the timeline, where files are."""
    rows = [("Backend", backend.label)]
    if chat is None:
        return Facts((*rows, ("Conversation", f"None yet. {BEGIN}")))
    folder = chat.conversation.folder
    rows += _said_rows(chat)
    rows += _timeline_rows(chat.conversation)
    rows += [
        ("Videos", f"{relative(folder / MEDIA_FOLDER, Path.cwd())}/"),
        ("Ledger", f"{relative(folder / LEDGER_FOLDER, Path.cwd())}/"),
    ]
    return Facts(tuple(rows))


def tracks(chat: Chat | None) -> Facts:
    """What stands on the timeline, a row a track."""
    found = chat.conversation.tracks() if chat else ()
    if not found:
        return Facts((("Timeline", f"Empty. {BEGIN}"),))
    return Facts(tuple((f"Track {number}", str(track)) for number, track in enumerate(found, 1)))


def backend(answering: Backend, chosen: Backend, names: Sequence[str]) -> Facts:
    """Who answers, and how another is chosen."""
    rows = [("Backend", answering.label)]
    if chosen.label != answering.label:
        rows.append(("New conversations", chosen.label))
    if chosen.costs_credits:
        change = "%nemo backend studio uses the studio on this machine."
    else:
        change = "%nemo connect, or NEMO_TOKEN, uses the hosted service; photos then leave this"
        change += " machine."
    rows += [("To change it", change), ("There are", ", ".join(names))]
    return Facts(tuple(rows))


def connected(chosen: Backend, have: str, chat: Chat | None) -> Facts:
    """The hosted service answers from now on."""
    rows = [
        ("New conversations", chosen.label),
        ("Credits", have),
        ("Token", "in this kernel's memory alone; NEMO_TOKEN keeps one for all"),
        ("Mind", "Photos of new conversations leave this machine."),
    ]
    if chat is not None and chat.conversation.backend.label != chosen.label:
        label = chat.conversation.backend.label
        rows.append(("This conversation", f"goes on with {label}; photos begin a new one"))
    return Facts(tuple(rows))


def taken_up(turn: Turn, title: str, answering: Backend) -> Facts:
    """A conversation was taken up again."""
    key = turn.key[:KEY_LETTERS]
    return Facts(
        (
            ("Taken up", title),
            ("Last said", f"“{turn.prompt}”"),
            ("Backend", answering.label),
            ("Key", f"{key}: %nemo chats {key} takes up this very turn"),
            _GO_ON,
        )
    )


def config(preferences: Preferences) -> Facts:
    """The settings, and what each means."""
    rows = [
        (name, f"{getattr(preferences, name)} · {trait.help}")
        for name, trait in preferences.known().items()
    ]
    rows.append(
        ("To change one", "%config NemoMagics.quality = 'low', or %nemo config quality low")
    )
    return Facts(tuple(rows))


def _said_rows(chat: Chat) -> list[tuple[str, str]]:
    rows = [("Under way", f"“{turn.sentence}”") for turn in chat.under_way]
    conversation, take = chat.conversation, chat.take
    if not conversation.prompt:
        return rows or [("Conversation", "Nothing said yet")]
    if chat.photos:
        rows.append(("Photos", ", ".join(chat.photos)))
    rows.append(("Last said", f"“{conversation.prompt}”"))
    # A chat may have said something since, or a turn was taken back.
    is_latest = take is not None and take.key == conversation.key
    if take is not None and is_latest and (video := take.video) is not None:
        where = relative(video.path, conversation.folder)
        rows.append(("Last video", f"{where} ({describe(video)})"))
    return rows


def _timeline_rows(conversation: Conversation) -> list[tuple[str, str]]:
    """The timeline as the server has it; where it does not answer, as it was written down."""
    try:
        return [("Timeline", _listed(conversation.state().tracks))]
    except NemoError as error:
        written_down = f"{_listed(conversation.tracks())} (as written down)"
        return [("Timeline", written_down), ("Server", str(error))]


def _listed(found: Sequence[Track]) -> str:
    return ", ".join(map(str, found)) or "empty"
