"""The pages: HTML and the static files they are made of. What they show comes from the API."""
