-- Files of paper formats: how each page was read, with which wishes, and what archives hold.
ALTER TABLE files ADD COLUMN options TEXT NOT NULL DEFAULT '';  -- wishes that matter for the format: ocr=auto engine=auto weights=
CREATE TABLE pages (
  file_sha256 TEXT NOT NULL REFERENCES files(sha256) ON DELETE CASCADE,
  page INTEGER NOT NULL,  -- from 1
  width REAL,  -- points; NULL where the format has no pages
  height REAL,
  method TEXT NOT NULL,  -- text: text layer; ocr: recognised; flow: format without pages; none: no text
  reason TEXT NOT NULL,  -- why so, for people
  PRIMARY KEY (file_sha256, page)
) WITHOUT ROWID;
CREATE TABLE members (  -- what an archive holds; the archive itself is a row of files
  archive_sha256 TEXT NOT NULL REFERENCES files(sha256) ON DELETE CASCADE,
  name TEXT NOT NULL,  -- inside the archive: 内/a.pdf
  file_sha256 TEXT,  -- NULL for what could not be unpacked
  PRIMARY KEY (archive_sha256, name)
) WITHOUT ROWID;
CREATE INDEX members_by_file ON members(file_sha256);
