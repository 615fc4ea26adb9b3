"""Answers to what people ask: catalogue queries turned into plain typed rows. No drawing."""
