"""One class for each kind of content management system. May import config and store."""
