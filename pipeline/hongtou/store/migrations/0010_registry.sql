-- Whose code it is depends on the papers that bear it: found by code, and read from the index alone.
CREATE INDEX documents_by_code ON documents(authority_code, year, role, document_id);
