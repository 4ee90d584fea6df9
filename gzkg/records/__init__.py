"""New records: read, validated, accepted, reviewed; what was acknowledged is never lost."""
