"""From a sentence to what it wishes for: each clause is offered to every reader in turn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.cutting import clauses_of
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.quoting import quote_titles
from nemo_notebook.studio.director.readers.camera import read_camera
from nemo_notebook.studio.director.readers.colour import read_colour
from nemo_notebook.studio.director.readers.context import Context
from nemo_notebook.studio.director.readers.defaults import read_defaults
from nemo_notebook.studio.director.readers.degrees import (
    complains,
    read_figure,
    read_it,
    read_more,
    read_size,
)
from nemo_notebook.studio.director.readers.fades import read_fades
from nemo_notebook.studio.director.readers.footage import (
    read_own_sound,
    read_place,
    read_transition,
    read_trim,
)
from nemo_notebook.studio.director.readers.frame import read_frame
from nemo_notebook.studio.director.readers.impossible import read_impossible, read_unknown
from nemo_notebook.studio.director.readers.music import read_music
from nemo_notebook.studio.director.readers.questions import read_question
from nemo_notebook.studio.director.readers.rewording import read_reword
from nemo_notebook.studio.director.readers.scene import read_exceptions, read_kept, read_scene
from nemo_notebook.studio.director.readers.talk import (
    read_animate,
    read_chat,
    read_steps,
    read_told,
)
from nemo_notebook.studio.director.readers.timing import read_duration, read_loop
from nemo_notebook.studio.director.readers.title import read_title
from nemo_notebook.studio.director.readers.title_time import read_linger
from nemo_notebook.studio.director.tokens import tokenise
from nemo_notebook.studio.director.weighing import weighed
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Chat,
    Impossible,
    Keep,
    More,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish

# What "on", "across" or "of" can point at without its being asked for.
_SCENERY = (
    Kind.AGENT,
    Kind.AIR,
    Kind.LOOK,
    Kind.COLOR,
    Kind.ASPECT,
    Kind.QUALITY,
    Kind.CANNOT,
    Kind.MOTION,
    Kind.TITLE,
    Kind.WORD,
    Kind.THE,
    Kind.A,
    Kind.IT,
    Kind.SMALL,
)

_WANTS = frozenset({"want", "need", "use", "要", "想要", "用"})  # "no, I want rain" adds none
_TELLERS = frozenset({"i", "i've", "i'm", "we", "we've", "my", "our", "there", "我", "我们"})


def wishes_of(text: str) -> tuple[Wish, ...]:
    """All that a sentence asks for, in its order."""
    tokens = quote_titles(text, tokenise(text))
    if not tokens:
        return ()
    question = read_question(tokens)
    if question is not None:
        return _ordered_besides(tokens, text) or (question,)
    return _asked_for(tokens, text)


def _ordered_besides(tokens: Sequence[Token], text: str) -> tuple[Wish, ...]:
    """What an order behind a question asks for: "why is it so dark? Brighten it"."""
    ends = [index for index, token in enumerate(tokens) if Kind.ASKED in token]
    if not ends or not (rest := tokens[ends[-1] + 1 :]) or read_question(rest) is not None:
        return ()
    if _tells(rest):
        return ()
    wishes = _asked_for(rest, text)
    vague = (Impossible, Chat, Keep, More)
    return () if all(isinstance(wish, vague) for wish in wishes) else wishes


def _tells(tokens: Sequence[Token]) -> bool:
    """Whether it is only told of: "I have a photo of a lake", "I've never heard of it"."""
    orders = (Kind.ADD, Kind.WONDER, Kind.TOO)
    return tokens[0].text.lower() in _TELLERS and not any(t.any(*orders) for t in tokens)


def _asked_for(tokens: Sequence[Token], text: str) -> tuple[Wish, ...]:
    context = Context(text, clauses_of(tokens))
    corrects = False
    for index, clause in enumerate(context.clauses):
        context.index, context.heard = index, len(context.wishes)
        _mute_targets(clause)
        corrects = _corrects(clause, before=corrects)
        for wish in _read(clause, context):
            if isinstance(wish, AddLayer):
                context.wishes.append(replace(wish, corrects=corrects))
            else:
                context.wishes.append(wish)
        if complains(clause):
            context.complaints += context.wishes[context.heard :]
        if len(context.wishes) == context.heard:
            context.wishes += read_unknown(clause, context)
    if not [wish for wish in context.wishes if not isinstance(wish, Impossible)]:
        context.wishes += read_animate(tokens)
    if not context.wishes:
        context.wishes += read_chat(tokens)
    return weighed(context.wishes, context.complaints, tokens)


def _corrects(clause: Clause, *, before: bool) -> bool:
    """Whether what was said before is taken back here: "no, rain", "actually, make it rain".

    It is still taken back where the clause `before` does, until something joins or goes.
    """
    if all(token.of(Kind.CHAT) == "refuse" for token in clause.tokens):
        return True
    joins = clause.has(Kind.ALSO, Kind.TOO, Kind.MORE, Kind.NOT) or any(
        Kind.ADD in token and token.text.lower() not in _WANTS for token in clause.tokens
    )
    return (before or Kind.RETHINK in clause.tokens[0]) and not joins


def _read(clause: Clause, context: Context) -> Iterator[Wish]:
    """The order is of the essence: who reads first takes the words that two could read."""
    yield from read_steps(clause, context)
    yield from read_defaults(clause, context)
    yield from read_told(clause, context)
    yield from read_exceptions(clause)
    yield from read_kept(clause, context)
    yield from read_impossible(clause, context)
    yield from read_linger(clause, context)
    yield from read_place(clause, context)
    yield from read_title(clause, context)
    yield from read_transition(clause)
    yield from read_fades(clause, context)
    yield from read_own_sound(clause)
    yield from read_music(clause, context)
    yield from read_loop(clause)
    yield from read_frame(clause)
    yield from read_trim(clause, context)
    yield from read_duration(clause)
    yield from read_scene(clause, context)
    yield from read_colour(clause)
    yield from read_camera(clause, context)
    yield from read_size(clause, context)
    yield from read_more(clause, context)
    yield from read_it(clause, context)
    yield from read_figure(clause, context)
    yield from read_reword(clause, context)


def _mute_targets(clause: Clause) -> None:
    """Marks what a move is aimed at as read: "pan across the snowy hills" asks for no snow."""
    if clause.replacing or not clause.has(Kind.MOVE, Kind.GO):
        return
    aimed = False
    for index, token in enumerate(clause.tokens):
        turned = Kind.INTO in token and clause.has(Kind.REPLACE)  # "turn it into a sketch"
        named = token.any(Kind.TO, Kind.FROM) and clause.means(index + 1, Kind.THE)
        if named or (Kind.TOWARD in token and not turned):
            aimed = True
        elif aimed and token.any(*_SCENERY):
            clause.read.add(index)
        else:
            aimed = False
