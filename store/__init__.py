"""What was seen: captures, pages, changes, facts and the outbox. May import config; never scrapy, never jinja2."""
