"""The reference: the OpenAPI document, its page, and a page for every error code."""
