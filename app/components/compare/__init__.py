"""Companies side by side, part by part."""
