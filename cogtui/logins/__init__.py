"""Login tokens: decode them, check them, and find the role that they lead to."""
