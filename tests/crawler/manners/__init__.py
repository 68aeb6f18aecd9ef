"""Tests of crawler/manners."""
