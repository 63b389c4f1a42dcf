"""Ways to know what a number should be that share no code with the engine."""
