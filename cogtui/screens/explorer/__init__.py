"""The main screen: pools, identities and details."""
