"""What the browser asks for beside the pages: bundles, columns of timelines, suggestions, feeds."""
