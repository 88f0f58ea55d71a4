-- What papers have in common, and files in doubt with what settling them depends on.
CREATE TABLE passages (  -- fingerprints of shared passages: some of a text's 10-character shingles
  print INTEGER NOT NULL,  -- 48 bits of a hash of ten 汉字
  file INTEGER NOT NULL,  -- first 12 hexadecimal digits of files.sha256, as a number
  PRIMARY KEY (print, file)
) WITHOUT ROWID;
CREATE TABLE first_readings (  -- files in doubt: what clean made of them before other papers spoke
  file_sha256 TEXT PRIMARY KEY REFERENCES files(sha256) ON DELETE CASCADE,
  file INTEGER NOT NULL UNIQUE,  -- as in passages
  text TEXT,  -- clean text of the first stage; NULL where texts.clean still is that text
  transcript TEXT NOT NULL,  -- JSON: what of the transcript stands in no other table
  ledger TEXT NOT NULL,  -- digest of the corrections and findings that its rows show
  evidence TEXT,  -- digest of what it was last settled with; NULL: never
  stale INTEGER NOT NULL DEFAULT 1  -- 1: what speaks about it may have changed since
);
CREATE INDEX first_readings_stale ON first_readings(file_sha256) WHERE stale;
CREATE TABLE questions (  -- words that were looked up in clean papers to settle a file in doubt
  words TEXT NOT NULL,
  file INTEGER NOT NULL REFERENCES first_readings(file) ON DELETE CASCADE,
  papers INTEGER NOT NULL,  -- the answer: in how many papers, as 0, 1, 3 or 10 at least
  PRIMARY KEY (words, file)
) WITHOUT ROWID;
CREATE INDEX questions_by_file ON questions(file);
CREATE INDEX questions_by_length ON questions(length(words));
