-- What the library keeps for itself. Where Supabase's roles exist they get nothing here: its
-- defaults would show new tables to every visitor.

CREATE TABLE IF NOT EXISTS ${schema}.ci_tombstones (
  hash TEXT PRIMARY KEY,
  erased_at TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS ${schema}.ci_privacy_audit (
  sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id UUID NOT NULL UNIQUE,
  at TIMESTAMP NOT NULL,
  action TEXT NOT NULL,
  profiles BIGINT NOT NULL,
  devices BIGINT NOT NULL,
  offers BIGINT NOT NULL,
  events BIGINT NOT NULL,
  forecasts BIGINT NOT NULL
);

-- Forecasts are about a person, and never in the shop's own tables.
CREATE TABLE IF NOT EXISTS ${schema}.ci_forecasts (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_email TEXT COLLATE "C" NOT NULL UNIQUE,
  as_of DATE NOT NULL,
  forecast JSONB NOT NULL
);

-- One row: the newest models.
CREATE TABLE IF NOT EXISTS ${schema}.ci_forecast_models (
  id SMALLINT PRIMARY KEY CHECK (id = 1),
  fitted_at TIMESTAMP NOT NULL,
  models JSONB NOT NULL
);

DO $$
DECLARE
  supabase_role TEXT;
BEGIN
  FOR supabase_role IN
    SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated')
  LOOP
    ALTER TABLE ${schema}.ci_tombstones ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.ci_privacy_audit ENABLE ROW LEVEL SECURITY;
    EXECUTE format('REVOKE ALL ON ${schema}.ci_tombstones, ${schema}.ci_privacy_audit FROM %I',
      supabase_role);
    ALTER TABLE ${schema}.ci_forecasts ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.ci_forecast_models ENABLE ROW LEVEL SECURITY;
    EXECUTE format('REVOKE ALL ON ${schema}.ci_forecasts, ${schema}.ci_forecast_models FROM %I',
      supabase_role);
  END LOOP;
END
$$;

-- What a sync from another store keeps here: how far it is, and of each row its number there, and
-- checksums of what it was there and here when it was written. Erasures that other stores have yet
-- to follow hold the address until they have.

CREATE TABLE IF NOT EXISTS ${schema}.ci_sync_checkpoints (
  source TEXT NOT NULL,
  table_name TEXT NOT NULL,
  stream INTEGER GENERATED ALWAYS AS IDENTITY UNIQUE,
  changed_at TIMESTAMP NOT NULL,
  number BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (source, table_name)
);

CREATE TABLE IF NOT EXISTS ${schema}.ci_sync_rows (
  stream INTEGER NOT NULL,
  number BIGINT NOT NULL,
  target_id UUID NOT NULL UNIQUE,
  version TIMESTAMP NOT NULL,
  checksum BIGINT NOT NULL,
  written BIGINT NOT NULL,
  PRIMARY KEY (stream, number)
);

CREATE TABLE IF NOT EXISTS ${schema}.ci_pending_erasures (
  id UUID PRIMARY KEY,
  person TEXT NOT NULL,
  erased_at TIMESTAMP NOT NULL
);

DO $$
DECLARE
  supabase_role TEXT;
BEGIN
  FOR supabase_role IN
    SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated')
  LOOP
    ALTER TABLE ${schema}.ci_sync_checkpoints ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.ci_sync_rows ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.ci_pending_erasures ENABLE ROW LEVEL SECURITY;
    EXECUTE format('REVOKE ALL ON ${schema}.ci_sync_checkpoints, ${schema}.ci_sync_rows, '
      || '${schema}.ci_pending_erasures FROM %I', supabase_role);
  END LOOP;
END
$$;
