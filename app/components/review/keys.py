"""What Streamlit's own shortcuts leave open on the review page: where the focus goes, and the key that explains the keys."""

from __future__ import annotations

import json

import streamlit as st

from app.components.review.pair import HEADING
from app.markup import Html, element

HELP = "review-keys"
KEYS = {
    "s": "they are the same",
    "d": "they are different",
    "k": "later: keep it for the end",
    "u": "take the last answer back",
    "← →": "look at the one before, or after, without answering",
    "?": "show and hide this list",
}

_SCRIPT = """
<script>
(() => {
  const shown = %s;
  const state = (window.eventlineReview ??= { shown: null, listening: false });
  if (!state.listening) {
    state.listening = true;
    document.addEventListener("keydown", (press) => {
      const typing = press.target.closest?.("input, textarea, select, [contenteditable]");
      const keys = document.getElementById(%s);
      if (press.key === "?" && !typing && keys) keys.open = !keys.open;
    });
  }
  const answered = state.shown !== null && state.shown !== shown;
  state.shown = shown;
  const lost = [undefined, "BODY", "MAIN"].includes(document.activeElement?.tagName);
  if (answered && lost) document.getElementById(%s)?.focus({ preventScroll: true });
})();
</script>
"""


def keys_help() -> Html:
    """The keys, folded until somebody asks."""
    told = [[element("dt", element("kbd", key)), element("dd", meaning)] for key, meaning in KEYS.items()]
    return element("details", element("summary", "Keys ", element("kbd", "?")), element("dl", told), id=HELP, class_="el-keys")


def follow(question: str) -> None:
    """Move the focus to the question's heading when it is a new one and the button that was pressed is gone with the old."""
    filled = _SCRIPT % (json.dumps(question), json.dumps(HELP), json.dumps(HEADING))
    st.html(filled, unsafe_allow_javascript=True)
