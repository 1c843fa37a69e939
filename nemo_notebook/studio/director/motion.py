"""The camera's moves on their way through one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.direction import OPPOSITE, CameraMove
from nemo_notebook.studio.director.headings import AS_ORBIT, BY_HEADING, HEADINGS
from nemo_notebook.studio.director.wishes import MoveCamera

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.direction import Speed
    from nemo_notebook.studio.director.wishes import AlterCamera, Change

_SPEEDS: Final[tuple[Speed, ...]] = ("slow", "normal", "fast")
_REACH: Final = 0.7  # of the way that a move goes which is slow already and shall be slower
_LEAST: Final = 0.05


class CameraWork:
    """Moves, and how a sentence changes them: the first move that it names replaces the old ones.

    Args:
        moves: The moves before the sentence.
    """

    def __init__(self, moves: Sequence[CameraMove]) -> None:
        self._moves = list(moves)
        self._fresh = len(self._moves)  # where the moves of this sentence begin
        self._replaces = True
        self._referred = False  # the sentence has pointed at a move: "after the zoom, …"
        self._headings = {move.move: move.direction for move in moves}
        self._speed: Speed | None = None  # said before the move: "slowly: pan left"

    @property
    def moves(self) -> tuple[CameraMove, ...]:
        """The moves as they stand; the first never waits for one before it."""
        first = [move.model_copy(update={"then": False}) for move in self._moves[:1]]
        return (*first, *self._moves[1:])

    def move(self, wish: MoveCamera) -> None:
        """Takes a named move: an edit of one that is there, a new one, or one more."""
        if wish.nth is not None and -len(self._moves) <= wish.nth < len(self._moves):
            new = self._new(wish, then=self._moves[wish.nth].then)
            self._moves[wish.nth] = _changed(new, wish.pace, wish.amount)
            return
        if self._edits(wish):
            self._referred = True
            return
        adds = wish.adds or (self._referred and wish.link == "after")
        here = 0 if adds else self._fresh
        follows = wish.link != "together" and len(self._moves) > here
        if (wish.move == "static" and not follows) or (self._replaces and not adds):
            self._moves, self._fresh = [], 0
        self._replaces = False
        if not follows:
            self._moves = [move for move in self._moves if move.move != "static"]
        self._fresh = min(self._fresh, len(self._moves))
        if (known := self._repeated(wish)) is not None:
            if wish.speed and self._moves[known].speed == "normal":
                faster = self._moves[known].model_copy(update={"speed": wish.speed})
                self._moves[known] = faster
            return
        then = bool(self._moves) and (wish.link == "after" or self._undone_by(wish))
        new = _changed(self._new(wish, then=then), wish.pace, wish.amount)
        if wish.link == "before" and len(self._moves) > here:
            follower = self._moves[here].model_copy(update={"then": True})
            first = new.model_copy(update={"then": False})
            self._moves[here : here + 1] = [first, follower]
        else:
            self._moves.append(new)

    def _new(self, wish: MoveCamera, *, then: bool) -> CameraMove:
        able = HEADINGS[wish.move]
        return CameraMove(
            move=wish.move,
            direction=wish.direction
            or self._headings.get(wish.move)
            or (able[0] if able else None),
            speed=wish.speed or self._speed or "normal",
            then=then,
        )

    def _undone_by(self, wish: MoveCamera) -> bool:
        """Left and right at once is nothing, so "pan left and right" is one after the other."""
        last = self._moves[-1]
        back = OPPOSITE[last.direction] if last.direction else None
        return last.move == wish.move and back is not None and wish.direction == back

    def _repeated(self, wish: MoveCamera) -> int | None:
        """Which move the sentence names once more: "dolly in with some parallax"."""
        if wish.link != "together":
            return None
        for index in range(self._fresh, len(self._moves)):
            move = self._moves[index]
            if move.move == wish.move and wish.direction in {None, move.direction}:
                return index
        return None

    def _edits(self, wish: MoveCamera) -> bool:
        relative = wish.amount is not None and wish.amount.relative
        if not (wish.refers or wish.pace or relative):
            return False
        for index, old in enumerate(self._moves):
            turns = wish.direction is not None and wish.direction != old.direction
            if old.move != wish.move or (turns and not wish.refers):
                continue
            said = {"direction": wish.direction, "speed": wish.speed}
            new = old.model_copy(update={k: v for k, v in said.items() if v is not None})
            self._moves[index] = _changed(new, wish.pace, wish.amount)
            if wish.alone:
                self._moves, self._fresh = [self._moves[index]], 0
            return True
        return False

    def alter(self, wish: AlterCamera) -> bool:
        """Edits the moves that are there; False where there are none that could be edited."""
        if wish.swap or wish.drop or wish.link is not None:
            return self._rearrange(wish)
        if wish.direction is not None and not wish.reverse:
            return self._turn(wish)
        done = False
        self._speed = wish.speed
        for index, old in enumerate(self._moves):
            if old.move == "static" or (wish.moves and old.move not in wish.moves):
                continue
            if wish.nth not in {None, index, index - len(self._moves)}:
                continue
            new = old
            if wish.reverse and old.direction is not None:
                new = new.model_copy(update={"direction": OPPOSITE[old.direction]})
            if wish.speed is not None:
                new = new.model_copy(update={"speed": wish.speed})
            self._moves[index] = _changed(new, wish.pace, wish.amount)
            done = True
        if not done and wish.reverse and wish.moves:  # "swing around to the other side"
            able = HEADINGS[wish.moves[0]]
            self.move(MoveCamera(wish.moves[0], OPPOSITE[able[0]] if able else None))
            done = True
        return done

    def _rearrange(self, wish: AlterCamera) -> bool:
        """Another order, all together or one after the other, or without some."""
        before = [*self._moves]
        if wish.swap:
            return self._swap()
        if wish.drop and wish.nth is not None:
            del self._moves[wish.nth : wish.nth + wish.count or None]
            return len(self._moves) < len(before)
        self._moves = [
            move.model_copy(update={"then": bool(index) and wish.link == "after"})
            for index, move in enumerate(before)
        ]
        return len(before) > 1

    def _swap(self) -> bool:
        """The last move first: what follows and what goes together stays as it was."""
        waits = [move.then for move in self._moves]
        self._moves = [
            move.model_copy(update={"then": then})
            for move, then in zip(reversed(self._moves), waits, strict=True)
        ]
        return bool(self._moves)

    def _turn(self, wish: AlterCamera) -> bool:
        heading = wish.direction
        for index, old in enumerate(self._moves):
            if heading in HEADINGS[old.move]:
                turned = old.model_copy(update={"direction": heading})
                self._moves[index] = _changed(turned, wish.pace, None)
                return True
        for index, old in enumerate(self._moves):
            if old.move == "orbit" and heading in AS_ORBIT:
                self._moves[index] = old.model_copy(update={"direction": AS_ORBIT[heading]})
                return True
        if heading is None:
            return False
        self.move(MoveCamera(BY_HEADING[heading], heading, wish.speed, wish.pace, wish.amount))
        return True

    def drop(self, name: str | None) -> None:
        """Drops the moves of one name, or all."""
        kept = [i for i, move in enumerate(self._moves) if name is not None and move.move != name]
        self._fresh = sum(1 for i in kept if i < self._fresh)
        self._moves = [self._moves[i] for i in kept]


def _changed(move: CameraMove, pace: int, amount: Change | None) -> CameraMove:
    """The move at another pace; where speed is at its end, a shorter or longer way does it."""
    reach = move.amount if amount is None else amount.of(move.amount)
    speed = _SPEEDS.index(move.speed) + pace
    if not 0 <= speed < len(_SPEEDS):
        reach *= _REACH if pace < 0 else 1 / _REACH
    update = {
        "speed": _SPEEDS[max(0, min(speed, len(_SPEEDS) - 1))],
        "amount": round(max(_LEAST, min(1.0, reach)), 3),
    }
    return move.model_copy(update=update)
