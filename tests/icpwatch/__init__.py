"""Tests of icpwatch."""
