"""The answers to the scorecard's questions: plain functions from a View to an Answer, or None where nothing was found.

May import config and store. No clock, no database: the View holds all that an answer rests on.
"""
