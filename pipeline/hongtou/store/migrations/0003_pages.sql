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

-- A scan of 300 pages has 200,000 runs. With whole numbers and a short key they take 7 MB, as rows
-- with the fingerprint of the file and doubles 45. Who reads, reads the view.
CREATE TABLE file_numbers (
  number INTEGER PRIMARY KEY,  -- of this knowledge base only; says nothing of order
  sha256 TEXT NOT NULL UNIQUE REFERENCES files(sha256) ON DELETE CASCADE
);
CREATE TABLE run_rows (
  file INTEGER NOT NULL REFERENCES file_numbers(number) ON DELETE CASCADE,
  start INTEGER NOT NULL,  -- raw
  end INTEGER NOT NULL,  -- raw
  page INTEGER NOT NULL,  -- from 1
  x0 INTEGER, top INTEGER, x1 INTEGER, bottom INTEGER,  -- hundredths of a point
  confidence INTEGER,  -- ten-thousandths
  PRIMARY KEY (file, start, end)
) WITHOUT ROWID;
INSERT INTO file_numbers(sha256) SELECT DISTINCT file_sha256 FROM runs ORDER BY 1;
INSERT OR IGNORE INTO run_rows
  SELECT n.number, r.start, r.end, r.page, round(r.x0 * 100), round(r.top * 100),
    round(r.x1 * 100), round(r.bottom * 100), round(r.confidence * 10000)
  FROM runs r JOIN file_numbers n ON n.sha256 = r.file_sha256;
DROP TABLE runs;
CREATE VIEW runs AS  -- where on paper the raw characters stand; boxes in points from the top left
  SELECT n.sha256 AS file_sha256, r.start, r.end, r.page, r.x0 / 100.0 AS x0, r.top / 100.0 AS top,
    r.x1 / 100.0 AS x1, r.bottom / 100.0 AS bottom, r.confidence / 10000.0 AS confidence
  FROM run_rows r JOIN file_numbers n ON n.number = r.file;
