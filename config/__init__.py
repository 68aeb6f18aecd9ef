"""What to watch and how: the registry of systems, the settings, the vocabulary, the errors. Imports nothing of ours."""
