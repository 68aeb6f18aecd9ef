"""From a URL to a judged page: fetching, reading, kinds and facts. May import config and store."""
