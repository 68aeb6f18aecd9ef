"""The answers to the scorecard's questions: one plain function each, from a View to an Answer.

May import config and store. No clock, no database: the View holds all that an answer rests on.
"""
