"""The front page and what was searched for."""
