-- Where the bot is installed. `secrets` is encrypted; `version` grows with every change of them.
CREATE TABLE installation (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  bot_user TEXT,
  settings TEXT NOT NULL,
  secrets {bytes} NOT NULL,
  secrets_expire_at BIGINT,
  version BIGINT NOT NULL,
  installed_by TEXT NOT NULL,
  installed_at BIGINT NOT NULL,
  PRIMARY KEY (platform, workspace)
);

-- Installs under way. Only hashes of the state and of the browser's cookie are kept.
CREATE TABLE oauth_state (
  platform TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  browser_hash TEXT NOT NULL,
  payload TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (platform, state_hash)
);
CREATE INDEX oauth_state_expires ON oauth_state (expires_at);

-- How a channel wants to be answered; NULL where it leaves that to the workspace's default.
CREATE TABLE channel_rule (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  answer_in TEXT,
  follow_threads BIGINT,
  silent_on_none BIGINT,
  PRIMARY KEY (platform, workspace, channel)
);

-- Who changed what.
CREATE TABLE audit (
  id {identity},
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX audit_workspace ON audit (platform, workspace, id);
CREATE INDEX audit_at ON audit (at);
