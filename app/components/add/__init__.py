"""What adding shows: a form, and the difference that it would make."""
