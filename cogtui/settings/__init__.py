"""Settings of the user, and state remembered between runs."""
