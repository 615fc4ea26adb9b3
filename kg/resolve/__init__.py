"""Which names and which reports speak of the same thing, and what we believe where they differ. Knows no store."""
