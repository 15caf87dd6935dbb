"""Forms generated from the members of an operation's input."""
