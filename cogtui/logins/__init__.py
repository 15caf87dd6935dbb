"""Login tokens: read and check them, and find the role that they lead to."""
