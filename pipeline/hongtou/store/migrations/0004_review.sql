-- Review: why a correction was made, what reviewers decided, and what came of it.
ALTER TABLE corrections ADD COLUMN correction_id TEXT;  -- 10 hexadecimal digits, of file, place and reading; typed on the command line. Unique in a file; among a million, two may share one
ALTER TABLE corrections ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';  -- JSON list of {kind, weight, note}; weight in nats of log odds
CREATE INDEX corrections_by_state ON corrections(state, file_sha256);
CREATE INDEX corrections_by_id ON corrections(correction_id);
ALTER TABLE findings ADD COLUMN finding_id TEXT;  -- 10 hexadecimal digits, of file, document, place, code and message
CREATE INDEX findings_by_id ON findings(finding_id);

-- The first table of decisions was never written to by any release; what another program may have
-- put into it is kept.
ALTER TABLE decisions RENAME TO decisions_before_0004;
CREATE TABLE decisions (  -- what reviewers decided, anchored by content; an ingest never rewrites it
  decision_id TEXT PRIMARY KEY,  -- 12 hexadecimal digits, of all that is in the row
  file_sha256 TEXT NOT NULL,  -- no foreign key: a decision outlives the file's rows; '' if of no file
  verdict TEXT NOT NULL,  -- accept, reject, edit; forget: a misreading is no evidence any more
  subject TEXT NOT NULL,  -- rule of the correction or code of the finding
  before TEXT NOT NULL,  -- characters in front as read, without blanks
  quote TEXT NOT NULL,  -- the characters that it is about, as read, without blanks
  after TEXT NOT NULL,  -- characters behind
  page INTEGER,  -- from 1; NULL where the format has no pages
  position REAL NOT NULL,  -- share of the text in front, 0 to 1
  replacement TEXT,  -- how the quote reads, or does not read if rejected; NULL: a finding was seen
  reviewer TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_at TEXT NOT NULL,  -- UTC, ISO 8601
  withdrawn_at TEXT,  -- taken back then; NULL while it holds
  withdrawn_by TEXT
);
CREATE INDEX decisions_by_file ON decisions(file_sha256, withdrawn_at);
INSERT INTO decisions
  SELECT decision_id, coalesce(file_sha256, ''),
    CASE verdict WHEN 'accepted' THEN 'accept' WHEN 'rejected' THEN 'reject' ELSE 'edit' END,
    coalesce(rule, kind), '', anchor, '', NULL, 0, value, reviewer, coalesce(reason, ''),
    decided_at, NULL, NULL
  FROM decisions_before_0004;
DROP TABLE decisions_before_0004;

CREATE TABLE decision_outcomes (  -- what came of each decision that holds; written by each ingest
  decision_id TEXT PRIMARY KEY REFERENCES decisions(decision_id) ON DELETE CASCADE,
  file_sha256 TEXT NOT NULL REFERENCES files(sha256) ON DELETE CASCADE,
  outcome TEXT NOT NULL,  -- made: the text follows it; fulfilled: read so anyway; superseded: by a later one; conflict
  start INTEGER,  -- raw; NULL if it has no place
  end INTEGER,
  clean_start INTEGER,
  clean_end INTEGER,
  why TEXT NOT NULL,  -- for people
  since TEXT NOT NULL  -- UTC, ISO 8601: since when this has come of it
);
CREATE INDEX decision_outcomes_by_file ON decision_outcomes(file_sha256);
CREATE VIEW decision_conflicts AS  -- decisions that no longer fit; never lost, never guessed
  SELECT o.decision_id, o.file_sha256, o.why, o.since
  FROM decision_outcomes o JOIN decisions d USING (decision_id)
  WHERE o.outcome = 'conflict' AND d.withdrawn_at IS NULL
  UNION ALL
  SELECT d.decision_id, d.file_sha256, '所在文件不在库中；文件再次入库时自动重放', d.decided_at
  FROM decisions d LEFT JOIN texts t ON t.file_sha256 = d.file_sha256
  WHERE t.file_sha256 IS NULL AND d.file_sha256 <> '' AND d.withdrawn_at IS NULL;
CREATE VIEW open_findings AS  -- findings that no reviewer has answered
  SELECT f.* FROM findings f
  WHERE NOT EXISTS (
    SELECT 1 FROM decisions d JOIN decision_outcomes o USING (decision_id)
    WHERE d.file_sha256 = f.file_sha256 AND d.subject = f.code AND d.withdrawn_at IS NULL
      AND o.outcome IN ('made', 'fulfilled')
      AND (f.start IS NULL AND d.quote = f.message
        -- The same place: another reading may draw it a little wider, neighbours overlap it less.
        OR 2 * (min(f.end, o.clean_end) - max(f.start, o.clean_start))
          >= max(f.end, o.clean_end) - min(f.start, o.clean_start))
  );
