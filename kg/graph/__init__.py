"""How records become the graph: kept as they were read, described as triples, rebuilt where a change touches them."""
