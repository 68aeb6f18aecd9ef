"""One short spider for each NHS England region. May import crawler and config."""
