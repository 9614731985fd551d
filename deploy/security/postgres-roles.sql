-- Two roles for the bot's database: one that makes and changes its tables, with every upgrade, and one that the bot runs as.
--   psql -d mlopsbot -f deploy/security/postgres-roles.sql
-- Run it as the database's administrator, in an empty database of the bot's own; then give both roles a password (\password).
-- The first start of a version, with one replica, uses mlopsbot_owner; every other start mlopsbot_app.
CREATE ROLE mlopsbot_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE mlopsbot_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE SCHEMA mlopsbot AUTHORIZATION mlopsbot_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA mlopsbot TO mlopsbot_app;
ALTER DEFAULT PRIVILEGES FOR ROLE mlopsbot_owner IN SCHEMA mlopsbot GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mlopsbot_app;
ALTER ROLE mlopsbot_owner SET search_path = mlopsbot;
ALTER ROLE mlopsbot_app SET search_path = mlopsbot;
