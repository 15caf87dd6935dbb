"""Tests of what boto3 does not read in the AWS configuration files."""
