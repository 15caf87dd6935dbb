"""A single operation, from the keypress to its result."""
