"""Tests of what is said of pools, identities, regions, calls and failures."""
