"""Controls whose values stand in the address: a copied link opens the same view in any browser.

The address is read when a page opens or when the address was changed from outside (a link, the back button), and
written after the controls were drawn. In session state a control's value is kept under "<page>_<name>".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import streamlit as st

from app.markup import message
from kg.errors import BadInput

Value: TypeAlias = str | bool | list[str]
_NEWS = "address_is_news"


def as_given(text: str) -> str:
    """The check of a control that takes any text."""
    return text


@dataclass(frozen=True)
class Field:
    """One value of a page that a link carries: `org`, several names, none by default.

    The default tells what it is: text, yes or no, or several texts. `check` gives the value as the control holds it,
    or raises BadInput, and then the value is left out and the reason shown.
    """

    name: str
    default: Value = ""
    check: Callable[[str], str] = as_given
    most: int = 100
    """How many values several texts may be."""

    def read(self, given: Sequence[str], problems: list[str]) -> Value:
        """The control's value of what the address holds under its name."""
        if isinstance(self.default, bool):
            if given[-1] not in ("0", "1"):
                problems.append(f"{self.name}: '{_short(given[-1])}' is neither 1 nor 0; it was left out")
            return given[-1] == "1" if given[-1] in ("0", "1") else self.default
        kept = [value for text in given if text and (value := self._checked(text, problems)) is not None]
        if isinstance(self.default, list):
            several = list(dict.fromkeys(kept))
            if len(several) > self.most:
                left_out = ", ".join(map(_short, several[self.most :][:3]))
                problems.append(f"{self.name}: {self.most} can be shown at most; {left_out} was left out")
            return several[: self.most]
        return kept[-1] if kept else self.default

    def written(self, value: Value | None) -> list[str]:
        """The value as the address holds it; nothing for the default."""
        if value is None or value == self.default:
            return []
        if isinstance(value, bool):
            return ["1" if value else "0"]
        return list(value) if isinstance(value, list) else [str(value)]

    def _checked(self, text: str, problems: list[str]) -> str | None:
        try:
            return self.check(text)
        except BadInput as error:
            problems.append(f"{self.name}: {error}; it was left out")
            return None


class Controls:
    """The values of one page, between its widgets and the address."""

    def __init__(self, page: str, fields: Sequence[Field]) -> None:
        self._page = page
        self._fields = {field.name: field for field in fields}
        self._read_address()

    def key(self, name: str) -> str:
        """The key of a value's widget in session state."""
        return f"{self._page}_{name}"

    def text(self, name: str) -> str:
        return str(st.session_state.get(self.key(name)) or "")

    def texts(self, name: str) -> list[str]:
        return list(st.session_state.get(self.key(name)) or [])

    def on(self, name: str) -> bool:
        return bool(st.session_state.get(self.key(name)))

    def set(self, name: str, value: Value) -> None:
        """Change a value; for a widget's, only before it is drawn or in a callback."""
        st.session_state[self.key(name)] = value

    def reset(self) -> None:
        """Give every value its default, before the widgets are drawn."""
        for field in self._fields.values():
            self.set(field.name, field.default)

    @staticmethod
    def believe_address() -> None:
        """Take the address of the next run for a person's choice, even if it is one that was written before: Back was pressed."""
        st.session_state[_NEWS] = True

    def show_problems(self) -> None:
        """What was wrong in the link, one line each."""
        for problem in st.session_state.get(self.key("problems"), ()):
            message(problem, "warning")

    def write_address(self) -> None:
        """Put the values into the address, once the controls are drawn."""
        wanted = self._as_address()
        if wanted != st.session_state[self.key("addresses")][-1]:
            st.session_state[self.key("addresses")].append(wanted)
            st.query_params.from_dict(wanted)

    def _as_address(self) -> dict[str, list[str]]:
        """The values as the address would hold them."""
        held = {field.name: field.written(st.session_state.get(self.key(field.name))) for field in self._fields.values()}
        return {name: written for name, written in held.items() if written}

    def _read_address(self) -> None:
        address = _address()
        news = st.session_state.pop(_NEWS, False)
        opened = any(self.key(name) not in st.session_state for name in self._fields)
        # What the browser showed last, then what was written since: it reports those later, one by one, and none is news.
        expected = st.session_state.get(self.key("addresses"), [])
        if not opened and address in expected and not news:
            del expected[: expected.index(address)]
            return
        problems: list[str] = [
            f"The link has '{_short(name)}', which this page does not know; it was left out"
            for name in address
            if name not in self._fields
        ]
        for field in self._fields.values():
            given = address.get(field.name)
            self.set(field.name, field.read(given, problems) if given else field.default)
        st.session_state[self.key("problems")] = problems
        st.session_state[self.key("addresses")] = [address]


def _address() -> Mapping[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
