-- What a conversation was about, for the next question in it.
CREATE TABLE conversation (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  conversation TEXT NOT NULL,
  context TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (platform, workspace, conversation)
);
CREATE INDEX conversation_expires ON conversation (expires_at);

-- Messages of ours: intended before they are posted, and remembered for their buttons.
CREATE TABLE delivery (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  event BIGINT,
  step BIGINT NOT NULL,
  place TEXT NOT NULL,
  target TEXT NOT NULL,
  knowledge_version TEXT NOT NULL,
  state TEXT NOT NULL,
  intended_at BIGINT NOT NULL,
  settled_at BIGINT,
  message TEXT,
  reason TEXT,
  PRIMARY KEY (platform, workspace, id)
);
CREATE UNIQUE INDEX delivery_step ON delivery (event, step) WHERE event IS NOT NULL;
CREATE INDEX delivery_intended ON delivery (intended_at);
CREATE INDEX delivery_unsettled ON delivery (state, intended_at) WHERE state <> 'posted';

-- A thumb, one a user and delivery.
CREATE TABLE feedback (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  delivery TEXT NOT NULL,
  user_id TEXT NOT NULL,
  thumb TEXT NOT NULL,
  text TEXT,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (platform, workspace, delivery, user_id)
);
CREATE INDEX feedback_changed ON feedback (changed_at);
