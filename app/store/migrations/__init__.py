"""How an older file becomes a newer one, step by step. Imported only when a file is not up to date."""
