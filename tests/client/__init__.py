"""The client that programs use."""
