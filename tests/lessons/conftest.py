"""The lessons are held against the same application as the API's own tests."""

from tests.api.conftest import api  # noqa: F401 - a fixture is shared by importing it
