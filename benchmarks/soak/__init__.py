"""What a host relies on, asked of a running server for minutes or hours: `python -m benchmarks.soak`."""
