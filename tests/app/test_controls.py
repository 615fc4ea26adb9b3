"""Values between widgets and the address, also when the browser is late to tell what the address is."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st  # AppTest runs the body of this function as a script of its own

    from app.controls import Controls, Field

    controls = Controls("page", [Field("word"), Field("many", [])])
    st.text_input("Word", key=controls.key("word"))
    st.multiselect("Many", ["a", "b", "c"], key=controls.key("many"))
    controls.write_address()


def typed(app: AppTest, word: str) -> AppTest:
    return app.text_input(key="page_word").set_value(word).run()


def test_what_was_typed_is_in_the_address_and_defaults_are_not() -> None:
    app = typed(AppTest.from_function(page).run(), "one")
    assert list(app.query_params) == ["word"]
    assert app.text_input(key="page_word").value == "one"
    assert not typed(app, "").query_params


def test_a_late_browser_does_not_undo_what_was_typed() -> None:
    app = typed(typed(AppTest.from_function(page).run(), "one"), "two")
    for late in ({"word": "one"}, {"word": "two"}):
        app.query_params.clear()
        app.query_params.update(late)
        app.run()
        assert app.text_input(key="page_word").value == "two"


def test_a_step_back_is_followed() -> None:
    app = typed(typed(AppTest.from_function(page).run(), "one"), "two")
    app.run()
    app.query_params["word"] = "one"
    assert app.run().text_input(key="page_word").value == "one"


def test_another_link_is_followed() -> None:
    app = typed(AppTest.from_function(page).run(), "one")
    app.query_params["many"] = ["b", "c", "b"]
    app.query_params["word"] = "three"
    app.run()
    assert app.text_input(key="page_word").value == "three"
    assert app.multiselect(key="page_many").value == ["b", "c"]
