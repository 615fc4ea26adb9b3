"""The README's tour: its commands, run as a reader would run them."""
