"""SPARQL as text: the catalogue of queries, their parameters, what people's queries may do, and where they run."""
