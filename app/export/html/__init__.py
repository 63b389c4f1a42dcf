"""A run as one HTML file: the workbench's own player, with all it needs inside."""
