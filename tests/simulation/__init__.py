"""A year of made sites, watched day by day without a network, beside what truly happened."""
