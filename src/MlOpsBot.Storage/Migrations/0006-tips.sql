-- Channels that get a tip a day. `plan` says when and what about; `next_due` is when the next local day is to be planned, NULL where
-- there is none: switched off or suspended. `last_day` is the latest local day that has a row in the ledger. `version` grows with
-- every change that a person makes.
CREATE TABLE tip_subscription (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  plan TEXT NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  next_due BIGINT,
  last_day TEXT,
  version BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  suspended_at BIGINT,
  suspended_because TEXT,
  PRIMARY KEY (platform, workspace, channel)
);
CREATE INDEX tip_subscription_due ON tip_subscription (next_due) WHERE next_due IS NOT NULL;

-- What a person changed, with what it was before, for the way back.
CREATE TABLE tip_change (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  version BIGINT NOT NULL,
  before TEXT,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (platform, workspace, channel, version)
);
CREATE INDEX tip_change_at ON tip_change (changed_at);

-- The ledger: one row a channel and local day. While `state` is 'planned' or 'claimed', `try_at` says when it may be claimed next; a
-- claim moves it to the end of its lease. `delivery` is the id that the message carries, the same at every attempt.
CREATE TABLE tip_ledger (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  day TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  try_at BIGINT NOT NULL,
  delivery TEXT NOT NULL,
  tip TEXT,
  card TEXT,
  why TEXT,
  planned_at BIGINT NOT NULL,
  claimed_at BIGINT,
  settled_at BIGINT,
  claimed_by TEXT,
  attempt BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  message TEXT,
  reason TEXT,
  PRIMARY KEY (platform, workspace, channel, day)
);
CREATE INDEX tip_ledger_open ON tip_ledger (platform, try_at) WHERE state IN ('planned', 'claimed');
CREATE INDEX tip_ledger_day ON tip_ledger (day, platform, workspace, channel);

-- "More like this", "less like this": one a person and card.
CREATE TABLE tip_vote (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  card TEXT NOT NULL,
  user_id TEXT NOT NULL,
  vote BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (platform, workspace, channel, card, user_id)
);

-- Who may change the tips of a workspace's channels, where that is not as configured.
CREATE TABLE tip_access (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  access TEXT NOT NULL,
  PRIMARY KEY (platform, workspace)
);

-- The messages of a place and of its threads are a range of names, which is one of bytes. SQLite compares so anyway.
{postgres}ALTER TABLE delivery ALTER COLUMN place TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE inbox ALTER COLUMN conversation TYPE TEXT COLLATE "C";
