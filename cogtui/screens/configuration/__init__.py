"""The screens for a pool's whole configuration."""
