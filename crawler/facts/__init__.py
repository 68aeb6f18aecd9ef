"""What people ask of a partnership's page: who chairs it, who is on it, when it meets, where the papers are, how to take part."""
