"""Sample England: made-up sites on loopback, in editions, for the demo and the tests."""
