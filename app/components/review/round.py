"""One round of questions in one browser session: what is asked, what was answered, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal, TypeAlias

from app.components.review.looking import Looking
from kg.decisions import Effect
from kg.terms import digest
from kg.views.shapes import QuestionRow

Word: TypeAlias = Literal["same", "different", "later", "settled"]
"""What became of a question: two answers, kept for the end, or settled by another answer."""


@dataclass(frozen=True)
class Answer:
    """An answer that was written, with what it did."""

    word: Word
    decision: str
    line: str


@dataclass
class Round:
    """The questions in their order, most valuable first, and the place that is shown.

    The list stays as it was when the round began, so that `12 of 40` means something; a question that another answer
    settled meanwhile is marked when it is reached.
    """

    questions: list[QuestionRow]
    place: int = 0
    answers: dict[int, Answer] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    order: list[int] = field(default_factory=list)
    """Places that were answered, the last one last."""
    looking: Looking | None = None
    """The look for names whose questions are still to come."""
    said: tuple[str, str] = ("", "")
    """What the last click did, and in which tone to tell it."""
    lock: Lock = field(default_factory=Lock)
    """Held while an answer is written: a key pressed twice runs the page twice at once."""

    @property
    def current(self) -> QuestionRow | None:
        return self.questions[self.place] if self.place < len(self.questions) else None

    @property
    def closed(self) -> int:
        """How many questions need no answer any more."""
        return len(self.answers) + len(self.settled)

    def is_open(self, place: int) -> bool:
        return place not in self.answers and place not in self.settled

    def key(self, place: int) -> str:
        """What names a question among all: buttons of one are never taken for those of another."""
        return _key(self.questions[place])

    def take_in(self, found: Sequence[QuestionRow]) -> None:
        """Ask these too, in their order, after all that was seen: nothing moves under the eyes of whoever reads a pair."""
        last = max((self.place, *self.answers, *self.later, *self.settled))
        seen = self.questions[: last + 1]
        known = {_key(question) for question in seen}
        self.questions = [*seen, *(question for question in found if _key(question) not in known)]
        self.looking = None

    def waits_for(self, key: str) -> bool:
        """Whether the question of this key is shown and open.

        A key pressed twice comes twice from the buttons of one question, the second time when the next is shown already.
        """
        return self.current is not None and self.is_open(self.place) and self.key(self.place) == key

    def answer(self, word: Word, effect: Effect) -> None:
        """Keep what was written for the question that is shown, and go on."""
        self.answers[self.place] = Answer(word, effect.decision.id, told(effect))
        self.later.discard(self.place)
        self.order.append(self.place)
        self.go_on()

    def keep_for_later(self) -> None:
        self.later.add(self.place)
        self.go_on()

    def settle(self) -> None:
        """The question that is shown is none any more."""
        self.settled.add(self.place)
        self.later.discard(self.place)
        self.go_on()

    def forget(self, place: int) -> None:
        """Its answer was taken back: it is asked again, and what it had settled may be open too."""
        del self.answers[place]
        self.order.remove(place)
        self.settled.clear()
        self.place = place

    def forget_decision(self, decision: str) -> None:
        """The decision was taken back elsewhere on the page."""
        for place, answer in list(self.answers.items()):
            if answer.decision == decision:
                self.forget(place)

    def step(self, by: int) -> None:
        """Look at a neighbour without answering."""
        self.place = min(max(0, self.place + by), len(self.questions) - 1)

    def go_on(self) -> None:
        """To the next open question: those after this one, then those before, then those kept for later; else past the end."""
        many = len(self.questions)
        ahead = [place % many for place in range(self.place + 1, self.place + 1 + many) if self.is_open(place % many)]
        fresh = [place for place in ahead if place not in self.later]
        self.place = next(iter([*fresh, *ahead]), many)


def _key(question: QuestionRow) -> str:
    return digest([question.about, question.left.short, question.right.short])[:10]


def told(effect: Effect) -> str:
    """What a decision did: `2 events became 1`."""
    nouns = [("event" if effect.decision.about == "event" else "entity", effect.things), ("event", effect.events)]
    parts = [_change(*nouns[0])]
    if effect.decision.about == "entity":
        parts.append(_change(*nouns[1]))
    return "; ".join(parts)


def _change(noun: str, numbers: tuple[int, int]) -> str:
    many = {"event": "events", "entity": "entities"}[noun]
    before, after = numbers
    if before == after:
        return f"{after} {noun if after == 1 else many} as before"
    return f"{before} {noun if before == 1 else many} became {after}"
