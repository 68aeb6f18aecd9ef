"""What people ask of a page: who chairs the partnership, who is on it, when it meets, where its papers are."""
