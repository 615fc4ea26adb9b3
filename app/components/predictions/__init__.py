"""The board of predictions."""
