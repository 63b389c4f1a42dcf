"""What people keep: saved graphs and stored runs, as bytes. Knows no engine and no HTTP."""
