"""What people get: scorecard, digest, mail, report site, feeds, exports. May import config and store."""
