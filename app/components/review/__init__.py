"""Two things side by side, answered with a key."""
