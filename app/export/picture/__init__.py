"""The graph as it stands on the page, drawn for TeX: the same marks in the same places."""
