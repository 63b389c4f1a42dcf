"""The page's own files as they lie on the disk: for whoever serves them, and whoever puts them into one."""
