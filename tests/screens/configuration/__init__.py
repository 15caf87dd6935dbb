"""What can be done with a pool's configuration as a whole, by keys."""
