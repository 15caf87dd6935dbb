"""Tests of the emulator, over HTTP through boto3 wherever a client could see the difference."""
