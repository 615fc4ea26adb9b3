"""The parts of the SPARQL page."""
