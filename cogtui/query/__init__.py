"""The query language of the identity filter: parse a query, evaluate it in bulk, complete it."""
