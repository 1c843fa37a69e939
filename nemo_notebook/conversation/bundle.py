"""How a turn shows itself where no widget runs: HTML, a still, and plain text.

The HTML has to read well in an untrusted notebook, in nbconvert and on a page without scripts:
inline styles only, `src` on `<video>` itself (a `<source>` would be stripped), the poster as data.
"""

from __future__ import annotations

import base64
import os
from html import escape
from pathlib import Path
from urllib.parse import quote

from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import Video

MimeBundle = dict[str, str]

# JupyterLab's sanitiser drops `var(…)`: greys by opacity, which suit a light and a dark page alike.
_QUIET = "opacity:.65;font-size:12px;line-height:1.5"
_BODY = "max-width:720px;line-height:1.5"
_PROMPT = "display:inline-block;padding:6px 12px;border-radius:8px;background:rgba(128,128,128,.14)"


def bundle(
    turn: TurnState, video: Video | None, *, beside: Path, embed: bool = False
) -> MimeBundle:
    """Draw a turn for every reader of a notebook.

    Args:
        turn: What was said and done.
        video: What came of it.
        beside: The folder that the notebook stands in; links are relative to it.
        embed: Put the video's bytes into the HTML, for sharing in one file.

    Returns:
        `text/html`, `text/plain`, and `image/jpeg` (base64) where there is a video.
    """
    drawn = {"text/html": as_html(turn, video, beside=beside, embed=embed)}
    if video is not None:
        drawn["image/jpeg"] = base64.b64encode(video.poster).decode()
    drawn["text/plain"] = as_text(turn, video, beside=beside)
    return drawn


def as_text(turn: TurnState, video: Video | None, *, beside: Path) -> str:
    """The turn in plain text: what was said, what went wrong, where the video is."""
    lines = [turn.answer] if turn.answer else []
    lines += turn.notes
    if turn.error is not None:
        lines.append(f"{turn.error.message}. {turn.error.hint}".strip())
    if turn.tracks:
        lines.append(turn.tracks)
    if video is not None:
        lines.append(f"{relative(video.path, beside)} ({describe(video)})")
    if turn.suggestions:
        lines.append(_next_steps(turn))
    return "\n".join(lines)


def as_html(turn: TurnState, video: Video | None, *, beside: Path, embed: bool = False) -> str:
    """The turn in HTML that needs neither scripts nor trust."""
    parts = [_paragraph(turn.prompt, _PROMPT)]
    parts += [_paragraph(text) for text in _texts(turn)]
    if turn.error is not None:
        parts.append(_trouble(turn))
    if video is not None:
        parts.append(_player(video, beside=beside, embed=embed))
    footer = " · ".join(said for said in (*turn.notes, turn.tracks, turn.backend) if said)
    if footer:
        parts.append(_paragraph(footer, _QUIET))
    if turn.suggestions:
        parts.append(_paragraph(_next_steps(turn), _QUIET))
    return f'<div style="{_BODY}">{"".join(parts)}</div>'


def relative(path: Path, beside: Path) -> str:
    """The path as a link from the notebook's folder; whole where there is no such link."""
    try:
        return Path(os.path.relpath(path, beside)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def describe(video: Video) -> str:
    """Size, length and weight in one line."""
    return (
        f"{video.width} × {video.height}, {round(video.duration_ms / 1000, 1):g} s, "
        f"{video.bytes / 2**20:.1f} MB"
    )


def _next_steps(turn: TurnState) -> str:
    if language_of(turn.prompt) == "zh":
        return "接下来可以说：" + " · ".join(turn.suggestions)
    return "You could say next: " + " · ".join(turn.suggestions)


def _texts(turn: TurnState) -> list[str]:
    return [*turn.messages, turn.text] if turn.text else list(turn.messages)


def _paragraph(text: str, style: str = "") -> str:
    shown = escape(text, quote=False).replace("\n", "<br>")
    return f'<p style="margin:0 0 8px;{style}">{shown}</p>'


def _trouble(turn: TurnState) -> str:
    error = turn.error
    if error is None:
        return ""
    return (
        '<div style="margin:0 0 8px;padding:8px 12px;border-left:3px solid #d97706">'
        f"<strong>{escape(error.message, quote=False)}.</strong> "
        f"{escape(error.hint, quote=False)}</div>"
    )


def _player(video: Video, *, beside: Path, embed: bool) -> str:
    link = quote(relative(video.path, beside))
    source = link
    if embed:
        data = base64.b64encode(video.path.read_bytes()).decode()
        source = f"data:{video.media_type};base64,{data}"
    poster = base64.b64encode(video.poster).decode()
    # Portrait clips would fill several screens at full width.
    width = "100%" if video.width >= video.height else "360px"
    return (
        f'<video controls loop muted playsinline preload="metadata" src="{source}" '
        f'poster="data:image/jpeg;base64,{poster}" '
        f'style="display:block;width:{width};max-width:100%;border-radius:8px"></video>'
        f'<p style="margin:6px 0 0;{_QUIET}">'
        f'<a href="{link}" download>{escape(video.path.name)}</a> · {describe(video)}</p>'
    )
