-- Events of one conversation are worked on one after the other: only the earliest open one may be claimed.
ALTER TABLE inbox ADD COLUMN conversation TEXT;
CREATE INDEX inbox_conversation ON inbox (platform, workspace, conversation, id) WHERE state = 'open' AND conversation IS NOT NULL;

-- Whether we have posted in a place.
CREATE INDEX delivery_place ON delivery (platform, workspace, place) WHERE state = 'posted';
