"""Tests of the operation table and the facts about the API."""
