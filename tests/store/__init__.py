"""Tests of the store, without HTTP."""
