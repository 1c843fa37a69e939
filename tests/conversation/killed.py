"""Says something in processes that are forked from this one: killed at some moment, or racing.

Forked, since what takes time in a new process is its imports. Run as

    python -m tests.conversation.killed kill FOLDER ROUNDS
    python -m tests.conversation.killed race FOLDER ROUNDS PROCESSES

it prints one line of JSON: what each process has come to.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from nemo_notebook import Conversation, NemoError, backend
from nemo_notebook.conversation import follow

HURRIED = follow.Patience(
    resume_after_s=(0.01,),
    poll_after_s=(0.02,),
    follow_every_s=0.02,
    stable_s=0.05,
    give_up_after_s=1.0,
)


def say(folder: Path, prompt: str) -> str:
    """What a turn comes to: its key and words, or the name of the error."""
    try:
        with Conversation(backend=backend.hosted(), folder=folder) as chat:
            take = chat.say(prompt, export=None)
    except NemoError as error:
        return type(error).__name__
    return f"{take.key} {take.text}"


def begun(work: Callable[[], str], answer: Path) -> int:
    """Work in a process of its own; its answer lies in a file when it has ended."""
    pid = os.fork()
    if pid:
        return pid
    follow._HOSTED = HURRIED
    answer.write_text(work())
    os._exit(0)


def killed(folder: Path, rounds: int) -> list[list[str]]:
    """Each turn: begun and killed at some moment, then said twice more."""
    chance = random.Random(7)
    came_to = []
    for number in range(rounds):
        prompt = f"turn {number}"
        answer = folder / "answer"
        first = begun(lambda prompt=prompt: say(folder, prompt), answer)  # type: ignore[misc]  # mypy takes no default here
        time.sleep(chance.uniform(0, 0.15))
        os.kill(first, signal.SIGKILL)
        os.waitpid(first, 0)
        said = []
        for _ in range(2):
            os.waitpid(begun(lambda prompt=prompt: say(folder, prompt), answer), 0)  # type: ignore[misc]  # as above
            said.append(answer.read_text())
        came_to.append(said)
    return came_to


def raced(folder: Path, rounds: int, processes: int) -> list[list[str]]:
    """Each turn: said by several at once."""
    came_to = []
    for number in range(rounds):
        answers = [folder / f"answer {racer}" for racer in range(processes)]
        racers = [
            begun(lambda number=number: say(folder, f"turn {number}"), answer)  # type: ignore[misc]  # as above
            for answer in answers
        ]
        for racer in racers:
            os.waitpid(racer, 0)
        came_to.append([answer.read_text() for answer in answers])
    return came_to


if __name__ == "__main__":
    what, place, *counts = sys.argv[1:]
    work = {"kill": killed, "race": raced}[what]
    said = work(Path(place), *map(int, counts))  # type: ignore[operator]  # two signatures
    sys.stdout.write(json.dumps(said))
