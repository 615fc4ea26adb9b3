"""The sections of a profile, and the directory of all."""
