"""Papers of a ticket: application, complaint, evidence list, transfer letter; as DOCX and PDF."""
