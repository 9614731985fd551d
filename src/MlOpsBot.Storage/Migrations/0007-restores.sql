-- least: 7
-- Which programs may work on this schema: those that know at least version `least`. Migrations that only add keep an earlier number.
ALTER TABLE schema_version ADD COLUMN least BIGINT;

-- What is known of this very copy of the store: never moved to another database.
CREATE TABLE IF NOT EXISTS store_mark (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Restores from a backup. What may have been done between the two moments is not repeated; `backup_at` is NULL where nobody knows it.
CREATE TABLE store_restore (
  restored_at BIGINT PRIMARY KEY,
  backup_at BIGINT,
  events BIGINT NOT NULL,
  deliveries BIGINT NOT NULL,
  tip_days BIGINT NOT NULL
);
