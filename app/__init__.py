"""The app: timelines, comparisons, additions and SPARQL in the browser. Streamlit is used here and nowhere else."""
