"""Every operation, from the key to the service's changed state."""
