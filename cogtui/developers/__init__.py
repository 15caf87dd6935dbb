"""Developer users of one pool: looked up, registered, merged and unlinked, with eyes open.

Everything that changes something is previewed first, out of fresh reads, with every reason for
which the service would refuse it. What a preview promises can be held against the service
afterwards. Nothing here draws; nothing here calls AWS but by the gateway's `call`.
"""
