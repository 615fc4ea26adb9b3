"""Any table to records: what a mapping may say, and how rows become records by it."""
