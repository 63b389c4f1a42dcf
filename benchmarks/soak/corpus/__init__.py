"""Hostile input: over a thousand requests, messages and bytes, each with what must come back."""
