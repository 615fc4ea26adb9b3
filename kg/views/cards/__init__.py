"""News cards as their readers know them, with how far each sentence is believed."""
