-- How to write into a conversation without being asked. `parent` is what it belongs to and goes with, such as a team;
-- `welcomed_by` is the event whose worker says welcome there.
CREATE TABLE conversation_reference (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  conversation TEXT NOT NULL,
  parent TEXT,
  reference TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  welcomed_by TEXT,
  suspended_at BIGINT,
  suspended_because TEXT,
  PRIMARY KEY (platform, workspace, conversation)
);
CREATE INDEX conversation_reference_parent ON conversation_reference (platform, workspace, parent) WHERE parent IS NOT NULL;

-- What a platform says of a message names the message alone, or nothing but the place where it stands.
CREATE INDEX delivery_message ON delivery (platform, workspace, message, place) WHERE state = 'posted';
DROP INDEX delivery_place;
CREATE INDEX delivery_place ON delivery (platform, workspace, place, intended_at) WHERE state = 'posted';
