"""What moves in the picture and what hangs in the air: subject, background, atmosphere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import amount_of, step, stir
from nemo_notebook.studio.director.refusals import keeps, lets_be, takes_all
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Change,
    Impossible,
    Keep,
    KeepOnly,
    MoveCamera,
    Remove,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Layer, Layered, Wish

    Motion: TypeAlias = tuple[Layer, Layered]

# Which motion a verb means by who does it; "" is the usual reading.
MOTIONS: Final[dict[str, dict[str, Motion]]] = {
    "breathe": {"": ("subject", "breathe")},
    "sway": {
        "": ("background", "sway"),
        "subject": ("subject", "sway"),
        "cloth": ("subject", "sway"),
        "water": ("background", "ripple"),
        "sky": ("background", "drift"),
    },
    "float": {
        "": ("subject", "float"),
        "cloth": ("subject", "sway"),
        "sky": ("background", "drift"),
        "foliage": ("background", "sway"),
        "background": ("background", "drift"),
    },
    "drift": {
        "": ("background", "drift"),
        "subject": ("subject", "float"),
        "cloth": ("subject", "sway"),
        "foliage": ("background", "sway"),
        "water": ("background", "ripple"),
    },
    "ripple": {"": ("background", "ripple"), "cloth": ("subject", "sway")},
    "blur": {"": ("background", "blur")},
    "go": {
        "sky": ("background", "drift"),
        "water": ("background", "ripple"),
        "foliage": ("background", "sway"),
        "background": ("background", "drift"),
        "subject": ("subject", "sway"),
        "cloth": ("subject", "sway"),
    },
}
_PLACES: Final = frozenset({"behind", "beside", "near", "beneath", "above", "below"})
_PLACES_ZH: Final = ("身后", "身边", "旁边", "后面", "周围", "背后", "前面")
_NOTHING: Final = frozenset({"nothing else", "nothing more", "没别的", "没有别的"})
_WAVES: Final = frozenset({"waves", "波浪", "海浪"})
_WARM: Final = frozenset({"gold", "orange", "red", "yellow", "brown"})
_COLOURS_OF_AIR: Final[dict[str, frozenset[str]]] = {
    "snow": frozenset({"white"}),
    "rain": frozenset({"gray", "silver"}),
    "fog": frozenset({"white", "gray", "silver"}),
    "dust": _WARM | {"white"},
    "embers": _WARM,
    "fireflies": _WARM | {"green", "lime", "lightgreen"},
    "bubbles": frozenset({"white"}),
    "vignette": frozenset({"black"}),
    "light_leak": _WARM,
}
_STIRRED: Final = frozenset({"water", "foliage", "sky"})
_STIR: Final = 0.25
_ALIVE: Final = MOTIONS["go"].keys()
_VERBS_OF_AIR: Final = frozenset({"roll", "orbit", "tilt/up", "tilt/down", "dolly/in"})
_SHAKING: Final = ("晃动", "摇晃", "抖动", "shake", "shaking", "wobbl")
_BESIDE: Final = 2  # words
_PACE: Final[dict[str, float]] = {"slow": 0.3, "fast": 0.75}


def read_scene(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads motions of the subject and the background, and things in the air."""
    named = clause.has(Kind.MOVE, Kind.AIR, Kind.MOTION, Kind.LOOK)  # "the handheld effect off"
    index = clause.first(Kind.EFFECT)
    if index is not None and clause.tokens[index].negated and not named:
        clause.read.add(index)
        yield Remove("atmosphere")
        yield Remove("background")
        yield Remove("subject")
    airs = [*clause.unread(Kind.AIR)]
    yield from _verbs_of_air(clause, context)
    motions = [*clause.unread(Kind.MOTION), *_waves(clause)]
    yield from _shaken(clause)
    if not motions and (stirred := _stirred(clause)) is not None:
        yield stirred
    things = sorted({*airs, *motions})
    for index in airs:
        kind = cast("Layered", clause.tokens[index].of(Kind.AIR))
        yield _layered(clause, index, things, ("atmosphere", kind))
    for index in [*motions, *_goings(clause)]:
        for motion in _motions_of(clause, index, context):
            yield _layered(clause, index, things, motion)
    clause.read.update(airs)
    if any(_is_dyed(clause, index) for index in airs):
        clause.read.update(clause.unread(Kind.COLOR, Kind.CHANGE))
        yield Impossible(clause.text(context.text), "air:colour")
    if things and _only_for_a_time(clause):
        clause.read.update(clause.unread(Kind.QUANTITY, Kind.EDGE, Kind.TRIM))
        yield Impossible(clause.text(context.text), "layer:time")


def _motions_of(clause: Clause, index: int, context: Context) -> Iterator[Motion]:
    """What the verb at `index` sets in motion; nothing where it is of the camera or the air."""
    token = clause.tokens[index]
    agent = _agent(clause, index, context) or token.of(Kind.AGENT)
    verb = token.of(Kind.MOTION)
    if agent == "air" and verb != "blur":  # "drifting snow": the verb only says what snow does
        clause.read.add(index)
        return
    aimed = clause.has(Kind.HEADING) and verb != "sway"  # "wind from the right"
    if agent in {"camera", "picture"} or (not agent and aimed):
        return
    goes = token.any(Kind.GO, Kind.REACH, Kind.ANIMATE)
    senses = MOTIONS[verb or ("go" if goes else "sway")]
    for who in (*_listed(clause, context), agent):
        if (motion := senses.get(who) or senses.get("")) is not None:
            yield motion


def _listed(clause: Clause, context: Context) -> list[str]:
    """Who does it as well: "the subject and the background sway"."""
    if clause.joint != "and" or not context.index:
        return []
    earlier = context.clauses[context.index - 1].tokens
    plain = (Kind.AGENT, Kind.THE, Kind.MAKE, Kind.SMALL)
    if not all(token.any(*plain) or token.text.lower() == "both" for token in earlier):
        return []
    return [token.of(Kind.AGENT) for token in earlier if token.of(Kind.AGENT) in _ALIVE]


def _is_dyed(clause: Clause, index: int) -> bool:
    """Whether what is in the air shall have a colour or a size of its own: "purple fog"."""
    natural = _COLOURS_OF_AIR.get(clause.tokens[index].of(Kind.AIR), frozenset())
    sized = any(token.of(Kind.CHANGE) == "size" for token in clause.tokens)
    beside = clause.tokens[max(0, index - 1) : index]
    if clause.has(Kind.MAKE):
        beside = [*beside, *clause.tokens[index + 1 : index + 2]]  # "make the rain red"
    dyed = [token.of(Kind.COLOR) for token in beside if Kind.COLOR in token]
    return sized or any(colour not in natural for colour in dyed)


def _only_for_a_time(clause: Clause) -> bool:
    """Whether it shall be seen in a part of the clip: "snow for the first 3 seconds"."""
    if clause.has(Kind.MOVE, Kind.TITLE, Kind.QUOTE, Kind.FADE, Kind.MUSIC, Kind.EACH):
        return False
    parts = (Kind.FIRST, Kind.LAST, Kind.AFTER, Kind.FROM, Kind.BEFORE, Kind.AT, Kind.TRIM)
    timed = any(token.of(Kind.QUANTITY) == "second" for token in clause.tokens)
    return (timed and clause.has(*parts)) or (clause.has(Kind.ONLY) and clause.has(Kind.EDGE))


def _verbs_of_air(clause: Clause, context: Context) -> Iterator[Wish]:
    """Fog that rolls in and bubbles that rise are no moves of the camera; rolling clouds drift."""
    last = context.last
    pronoun = any(token.text.lower() in {"them", "they", "它们"} for token in clause.tokens)
    if pronoun and isinstance(last, AddLayer) and last.layer == "atmosphere":
        clause.read.update(clause.unread(Kind.MOVE, Kind.GO, Kind.MOTION, Kind.SPEED, Kind.HEADING))
        return
    for index in clause.unread(Kind.MOVE):
        beside = [clause.at(i) for i in (_before_degrees(clause, index), index + 1) if i >= 0]
        told = clause.tokens[index].text.lower().split()[0].endswith(("ing", "s"))
        if clause.tokens[index].of(Kind.MOVE) not in _VERBS_OF_AIR:
            continue
        if clause.has(Kind.HEADING) and not (told and clause.means(index - 1, Kind.AIR)):
            continue
        if any(token is not None and Kind.AIR in token for token in beside):
            clause.read.update({index, *clause.unread(Kind.HEADING)})
        elif any(token is not None and token.of(Kind.AGENT) == "sky" for token in beside):
            clause.read.add(index)
            yield AddLayer("background", "drift")


def _before_degrees(clause: Clause, index: int) -> int:
    """Index of what stands before a verb, past how it is done: 气泡慢慢上升."""
    here = index - 1
    while clause.means(here, Kind.SPEED, Kind.AMOUNT):
        here -= 1
    return here


def _shaken(clause: Clause) -> Iterator[Wish]:
    """Who shakes and isn't the camera: 人物轻微晃动, "the boat wobbles"."""
    for index in clause.unread(Kind.MOVE):
        before = [t.of(Kind.AGENT) for t in clause.tokens[:index] if Kind.AGENT in t]
        shakes = any(word in clause.tokens[index].text.lower() for word in _SHAKING)
        filmed = any(token.of(Kind.AGENT) == "camera" for token in clause.tokens)
        waves = clause.tokens[index].text == "摇" and not filmed and not clause.has(Kind.HEADING)
        shakes = shakes or waves  # 花在风里摇
        who = before[-1] if before and before[-1] not in {"camera", "picture"} else ""
        if shakes and who and (motion := MOTIONS["sway"].get(who) or MOTIONS["sway"].get("")):
            yield _layered(clause, index, [index], motion)


def _stirred(clause: Clause) -> Wish | None:
    """How much stronger or calmer what is there shall move: "bigger waves", "calmer water"."""
    agents = [i for i in clause.unread(Kind.AGENT) if clause.tokens[i].of(Kind.AGENT) in _STIRRED]
    sign = stir(clause)
    if not agents or not sign or clause.has(Kind.MOVE, Kind.GO, Kind.TITLE, Kind.HEADING):
        return None
    clause.read.update(range(len(clause.tokens)))
    layer, value = MOTIONS["go"][clause.tokens[agents[0]].of(Kind.AGENT)]
    return AddLayer(layer, value, Change(by=sign * _STIR * step(clause)))


def _waves(clause: Clause) -> list[int]:
    """Where "waves" is what something does, or shall do: "the grass waves", "add waves"."""
    who = {"foliage", "cloth", "subject"}
    if clause.has(Kind.ADD) and not clause.has(Kind.MOTION, Kind.MOVE, Kind.GO):
        return [i for i in clause.unread(Kind.AGENT) if clause.tokens[i].text.lower() in _WAVES]
    return [
        index
        for index, token in enumerate(clause.tokens)
        if token.text.lower() == "waves"
        and index
        and clause.tokens[index - 1].of(Kind.AGENT) in who
    ]


def _goings(clause: Clause) -> list[int]:
    """Plain "move", where it isn't the camera that moves."""
    agents = {token.of(Kind.AGENT) for token in clause.tokens if Kind.AGENT in token}
    filmed = "camera" in agents
    if agents and agents <= _ALIVE and clause.has(Kind.ADD, Kind.MAKE, Kind.ANIMATE):
        moved = [*clause.unread(Kind.REACH, Kind.ANIMATE)]  # "give the clouds some movement"
        if moved and not clause.has(Kind.MOVE, Kind.GO, Kind.MOTION):
            return moved[:1]
    if filmed or clause.has(Kind.MOVE, Kind.POSITION, Kind.TITLE):
        return []
    if clause.has(Kind.REPLACE) and clause.has(Kind.INTO):
        return []  # "turn the cat into a tiger"
    return [index for index in clause.unread(Kind.GO) if not clause.has(Kind.HEADING)][:1]


def _layered(clause: Clause, index: int, things: list[int], motion: Motion) -> Wish:
    layer, value = motion
    clause.read.add(index)
    if clause.tokens[index].negated:
        return Remove(layer, value)
    amount = amount_of(clause, index, things)
    swapped = clause.has(Kind.REPLACE) and not clause.replacing  # "replace it with rain"
    alone = swapped or clause.has(Kind.ONLY, Kind.INSTEAD)
    pace = clause.first(Kind.SPEED)
    if pace is not None and not clause.has(Kind.MOVE):
        clause.read.add(pace)
        amount = amount or Change(to=_PACE.get(clause.tokens[pace].of(Kind.SPEED), 0.5))
    return AddLayer(layer, value, amount, alone)


def _agent(clause: Clause, verb: int, context: Context) -> str:
    """Who does it: the nearest one named before the verb, else after, else in the clause before."""
    named = [
        i
        for i, token in enumerate(clause.tokens)
        if token.any(Kind.AGENT, Kind.AIR) and (i not in clause.read or Kind.AIR in token)
    ]
    if any(abs(i - verb) <= _BESIDE and Kind.AIR in clause.tokens[i] for i in named):
        return "air"
    named = [i for i in named if not _only_places(clause, i)]
    before = [i for i in named if i < verb]
    after = [i for i in named if i > verb]
    if before or after:
        token = clause.tokens[before[-1] if before else after[0]]
        return token.of(Kind.AGENT) or "air"
    if clause.joint == "and" and context.index and not clause.has(Kind.HEADING):
        earlier = context.clauses[context.index - 1]
        return next((t.of(Kind.AGENT) for t in reversed(earlier.tokens) if Kind.AGENT in t), "")
    return ""


def _only_places(clause: Clause, index: int) -> bool:
    """Whether it only says where another is: "the sea behind her", 她身后的海."""
    before = [t for t in clause.tokens[max(0, index - 2) : index] if Kind.THE not in t][-1:]
    after = "".join(token.text for token in clause.tokens[index + 1 : index + 3])
    return after.startswith(_PLACES_ZH) or any(t.text.lower() in _PLACES for t in before)


def read_exceptions(clause: Clause) -> Iterator[Wish]:
    """Reads "everything except snow": a refusal, or with "remove" the only thing to be kept."""
    start = clause.first(Kind.EXCEPT)
    if start is None or clause.has(Kind.ALSO):
        return
    named = any([*_part(clause, i)] for i in range(start + 1, len(clause.tokens)))
    if clause.tokens[start].text.lower() == "but not" and not named:
        return  # "upbeat, but not loud"
    alive = [i for i in clause.unread(Kind.AGENT) if clause.tokens[i].of(Kind.AGENT) in _ALIVE]
    if alive and (held := _held(clause)):
        clause.read.update({start, *held, *alive})
        yield MoveCamera("static")
        for index in alive:
            yield AddLayer(*MOTIONS["go"][clause.tokens[index].of(Kind.AGENT)])
        return
    spared: list[Remove] = []
    for index in range(start + 1, len(clause.tokens)):
        token = clause.tokens[index]
        if token.any(Kind.ALL, Kind.NOT, Kind.KEEP, Kind.COMMA):
            break
        spared += _part(clause, index)
        clause.read.add(index)
    if clause.has(Kind.NOT, Kind.OFF, Kind.RESTART):
        clause.read.update(range(len(clause.tokens)))
        yield KeepOnly(tuple(spared))
    else:
        yield from spared


def _held(clause: Clause) -> list[int]:
    """Indices of what says that nothing moves: "nothing moves except the water"."""
    still = [i for i in clause.unread(Kind.MOVE) if clause.tokens[i].of(Kind.MOVE) == "static"]
    if any(token.text.lower() == "nothing" for token in clause.tokens):
        still += clause.unread(Kind.GO)
    return still


def read_kept(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "keep the pan": nothing by itself, but what is left when all else shall go."""
    if _only_this(clause, context):
        these = [part for index in range(len(clause.tokens)) for part in _part(clause, index)]
        clause.read.update(range(len(clause.tokens)))
        yield KeepOnly(tuple(these))
        return
    if lets_be(clause):
        clause.read.update(range(len(clause.tokens)))
        yield Keep()
    if not keeps(clause) or lets_be(clause):
        return
    only = any(token.of(Kind.KEEP) == "only" for token in clause.tokens)
    kept: list[Remove] = []
    for listed in (clause, *_listed_with(context)):
        kept += [part for index in range(len(listed.tokens)) for part in _part(listed, index)]
        listed.read.update(range(len(listed.tokens)))
    if only or any(takes_all(other) for other in context.clauses):
        yield KeepOnly(tuple(kept))
    else:
        yield Keep()


def _only_this(clause: Clause, context: Context) -> bool:
    """Whether it is "just the snow, nothing else"."""
    behind = context.clauses[context.index + 1 :][:1]
    alone = any(token.text.lower() in _NOTHING for c in behind for token in c.tokens)
    pointed = Kind.THE in clause.tokens[0] or clause.has(Kind.ONLY)
    return alone and pointed and any([*_part(clause, i)] for i in range(len(clause.tokens)))


def _listed_with(context: Context) -> Iterator[Clause]:
    """The clauses that go on with the list: "keep the pan and the snow"."""
    for clause in context.clauses[context.index + 1 :]:
        if clause.joint != "and" or clause.has(Kind.NOT, Kind.ADD, Kind.MAKE):
            return
        yield clause


def _part(clause: Clause, index: int) -> Iterator[Remove]:
    token = clause.tokens[index]
    if Kind.AIR in token:
        yield Remove("atmosphere", token.of(Kind.AIR))
    elif Kind.TITLE in token:
        yield Remove("title")
    elif token.any(Kind.MUSIC, Kind.MOOD):
        yield Remove("music")
    elif token.any(Kind.LOOK):
        yield Remove("grade", token.of(Kind.LOOK))
    elif Kind.MOTION in token:
        layer, value = MOTIONS[token.of(Kind.MOTION)][""]
        yield Remove(layer, value)
    elif Kind.MOVE in token:
        yield Remove("camera", token.of(Kind.MOVE).split("/")[0])
    elif Kind.FADE in token:
        yield Remove("fade", token.of(Kind.FADE) or None)
    elif token.of(Kind.AGENT) == "camera":
        yield Remove("camera")
