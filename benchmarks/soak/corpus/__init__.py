"""Hostile input: thousands of requests, messages and bytes, each with what must come back."""
