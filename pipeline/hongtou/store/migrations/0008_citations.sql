-- Citations say how they name their paper and which provision of it; each kind of evidence of a
-- link is kept; authority codes are known from the registry or inferred from what is held.
ALTER TABLE citations ADD COLUMN named_by TEXT;  -- title-and-number, title, number, short-name, anaphor, plain-title, attachment-note
ALTER TABLE citations ADD COLUMN provision TEXT;  -- of the cited paper, as printed: 第八条第二款
ALTER TABLE citations ADD COLUMN antecedent_id TEXT;  -- citation that defines the short name 《办法》 or that 上述通知 means
CREATE TABLE citation_signals (  -- what each kind of evidence says of a citation, alone
  citation_id TEXT NOT NULL REFERENCES citations(citation_id) ON DELETE CASCADE,
  kind TEXT NOT NULL,  -- number, title, text
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  score REAL NOT NULL,  -- 0 to 1: how well it fits
  evidence TEXT NOT NULL,  -- for people
  PRIMARY KEY (citation_id, kind, document_id)
) WITHOUT ROWID;
CREATE INDEX citation_signals_by_document ON citation_signals(document_id);
CREATE TABLE authority_codes (  -- 机关代字 of the documents held; made anew whenever links are
  code TEXT PRIMARY KEY,  -- 银发, 忻银发
  authority TEXT NOT NULL,  -- standing name: 中国人民银行
  level TEXT,  -- national, provincial, municipal, county
  region TEXT,  -- 山西省忻州市; NULL: the whole country, or not known
  known_by TEXT NOT NULL,  -- registry; inferred: from the issuing authorities of documents held
  documents INTEGER NOT NULL,  -- held documents that bear the code
  agreeing INTEGER NOT NULL  -- of these, how many name the authority
) WITHOUT ROWID;
