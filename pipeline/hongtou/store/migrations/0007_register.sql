-- The register: what a duty is about, what it excepts, its items; numbers that compare; terms.
ALTER TABLE obligations ADD COLUMN object TEXT;  -- what or whom the action is done to
ALTER TABLE obligations ADD COLUMN exception TEXT;  -- …除外, 但…的除外, 除…外
ALTER TABLE obligations ADD COLUMN found_by TEXT;  -- force-word, imperative, statement, term, pattern:NAME
CREATE TABLE obligation_items (  -- 应当符合下列条件：（一）…（二）…: items under one head
  obligation_id TEXT NOT NULL REFERENCES obligations(obligation_id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,  -- from 1
  segment_id TEXT NOT NULL REFERENCES segments(segment_id) ON DELETE CASCADE,
  label TEXT NOT NULL,  -- （一）
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (obligation_id, rank)
) WITHOUT ROWID;
CREATE INDEX obligation_items_by_segment ON obligation_items(segment_id);
ALTER TABLE quantities ADD COLUMN dimension TEXT;  -- of the unit: money, share, points, ratio, time, …
ALTER TABLE quantities ADD COLUMN approximate INTEGER;  -- 1: 约, 左右
ALTER TABLE quantities ADD COLUMN change TEXT;  -- rise, fall: how much it moved, not where it stands
ALTER TABLE quantities ADD COLUMN base_value NUMERIC;  -- value in base_unit: 1年 -> 12 个月, 5‰ -> 0.5 %
ALTER TABLE quantities ADD COLUMN base_upper NUMERIC;
ALTER TABLE quantities ADD COLUMN base_unit TEXT;  -- what numbers of equal base_unit compare in
CREATE INDEX quantities_by_base ON quantities(base_unit, base_value);
ALTER TABLE deadlines ADD COLUMN event TEXT;  -- from which a term runs: 收到申请
ALTER TABLE deadlines ADD COLUMN count INTEGER;  -- of count_unit
ALTER TABLE deadlines ADD COLUMN count_unit TEXT;  -- 个工作日, 日, 个月
ALTER TABLE deadlines ADD COLUMN reason TEXT;  -- how the date was computed where it is not printed
