"""Tests of what is shipped: the wheel, the documents, the house rules."""
