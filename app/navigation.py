"""The pages by name: their files, beside main.py."""

TIMELINE = "screens/timeline.py"
COMPARE = "screens/compare.py"
ADD = "screens/add.py"
WORKBENCH = "screens/sparql.py"
