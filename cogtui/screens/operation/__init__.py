"""One operation, from the key to the result."""
