-- A decision takes a file through the rooms again, without reading the paper: for that all of its
-- transcript must be at hand.
CREATE TABLE transcripts (  -- what of a transcript stands in no other table
  file_sha256 TEXT PRIMARY KEY REFERENCES files(sha256) ON DELETE CASCADE,
  rest TEXT NOT NULL  -- JSON: tables, doubts of the reader, other readings of doubtful characters
) WITHOUT ROWID;
