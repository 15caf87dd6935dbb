"""Every operation against every fault of the network and of the service."""
