"""The gold set: made pages with what a careful reader would say of them, and how well the rules agree."""
