"""Reading official documents: a text in, records with their spans and confidence out."""
