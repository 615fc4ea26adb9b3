"""Adapters: one file per kind of input, each turning bytes into records. No adapter knows a store or another adapter."""
