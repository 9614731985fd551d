-- Events that were recorded before they were acknowledged. The row is the queue: while `state` is 'open', `due_at` says when
-- it may be claimed next; a claim moves it to the end of its lease. `fence` grows with every claim and every settlement.
-- Times are milliseconds since 1970 UTC, in every table.
CREATE TABLE inbox (
  id {identity},
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  event_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  claimed_by TEXT,
  reason TEXT,
  finished_at BIGINT
);
CREATE INDEX inbox_due ON inbox (platform, due_at, id) WHERE state = 'open';
CREATE INDEX inbox_finished ON inbox (state, finished_at) WHERE state <> 'open';
CREATE INDEX inbox_event ON inbox (platform, workspace, event_id);

-- What tells a redelivered event from a new one. Outlives the event.
CREATE TABLE event_key (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (platform, workspace, name, value)
);
CREATE INDEX event_key_recorded ON event_key (recorded_at);
