"""Benchmarks: what Eventline costs, next to a named peer doing the same work in the same run."""
