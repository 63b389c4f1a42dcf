"""Says what the engine did: in symbols, numbers and sentences. No HTTP, no HTML, no derivative of its own."""
