"""Tests of the documents about pools, identities, regions, requests and failures."""
