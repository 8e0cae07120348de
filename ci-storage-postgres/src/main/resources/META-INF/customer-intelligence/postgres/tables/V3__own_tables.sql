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
  events BIGINT NOT NULL
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
  END LOOP;
END
$$;
