"""The parts of a news card's page."""
