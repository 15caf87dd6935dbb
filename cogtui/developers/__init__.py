"""Look up, register, merge and unlink the developer users of one pool.

Every change is previewed from fresh reads, with each reason for which the service would refuse it,
and the result that a preview expects can be verified afterwards. Nothing here draws, and AWS is
reached only through the gateway's `call`.
"""
