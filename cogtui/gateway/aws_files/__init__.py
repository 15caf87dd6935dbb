"""What boto3 skips, loses or refuses in the AWS configuration files, with the lines at fault."""
