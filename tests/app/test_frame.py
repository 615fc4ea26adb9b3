"""What every page shares: links that keep the day, fingerprints, and what is wrong with a link told in a line."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from app import links
from app.frame import fingerprint
from kg.views.shapes import ParticipantRow


def page() -> None:
    import streamlit as st  # AppTest runs the body of this function as a script of its own

    from app import state
    from app.controls import Field
    from app.frame import Page, day_in_link

    state.set_known(day_in_link())
    shown = Page("page", [Field("word")])
    shown.head("Title", "a < b")
    word = st.text_input("Word", key=shown.controls.key("word"))
    shown.foot(result=[word])


def opened(**link: str) -> AppTest:
    app = AppTest.from_function(page)
    app.query_params.update(link)
    return app.run()


def told(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html"))


def test_a_link_tells_whether_its_result_has_changed() -> None:
    same = opened(word="one", fp=fingerprint(["one"]))
    assert "is what it was when this link was made" in told(same)
    assert "has changed since this link was made" in told(opened(word="two", fp=fingerprint(["one"])))
    assert "link was made" not in told(opened(word="one"))


def test_the_day_as_known_on_stays_in_the_address_and_is_no_day_only_once() -> None:
    app = opened(known="2024-02", word="one")
    assert dict(app.query_params) == {"word": "one", "known": "2024-02-29"}
    app = opened(known="never")
    assert "known" not in app.query_params
    assert "never" in told(app)


def test_a_fingerprint_names_content() -> None:
    one, other = ParticipantRow(role="person", name="A"), ParticipantRow(role="person", name="B")
    assert fingerprint([one]) == fingerprint([ParticipantRow(role="person", name="A")])
    assert len({fingerprint(rows) for rows in ([], [one], [other], [one, other], [other, one])}) == 5


def test_addresses_hold_what_is_given_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.state.known_on", lambda: None)
    assert links.href("home") == "/"
    assert links.href("timeline", org=["A & B", "C"], from_="2024", disputed=True, text="", kind=None) == (
        "/timeline?org=A+%26+B&org=C&from=2024&disputed=1"
    )
    monkeypatch.setattr("app.state.known_on", lambda: date(2024, 5, 6))
    assert links.href("event", id="ab") == "/event?id=ab&known=2024-05-06"
    with pytest.raises(KeyError):
        links.href("nowhere")


def test_texts_of_links_are_no_markup() -> None:
    assert links.profile_link(None, "<b>") == "<span>&lt;b&gt;</span>"
    assert "&lt;script&gt;" in links.event_link("https://example.org/event/ab", "<script>")
