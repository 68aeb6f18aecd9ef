"""Tests of what people get: scorecard, site, feeds, calendar, export."""
