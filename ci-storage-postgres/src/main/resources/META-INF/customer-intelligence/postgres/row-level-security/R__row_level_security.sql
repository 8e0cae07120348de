-- Row level security for Supabase's roles; creates nothing for a role that does not exist.
--   anon: nothing. authenticated: own rows by the token's email address, read only.
--   service_role: everything. The tables' owner is not bound by any of it.
-- Wrapped in (SELECT ...), so that the token is read once per statement and not once per row.

DO $$
DECLARE
  shop_table TEXT;
  own_rows CONSTANT TEXT :=
    '(lower(customer_email) COLLATE "C") = (SELECT nullif(lower(nullif('
    || 'current_setting(''request.jwt.claims'', true), '''')::jsonb ->> ''email''), '''')'
    || ' COLLATE "C")';
BEGIN
  FOREACH shop_table IN ARRAY
    ARRAY['customer_intelligence', 'device_tracking', 'bundle_offers', 'behavioral_events']
  LOOP
    EXECUTE format('ALTER TABLE ${schema}.%I ENABLE ROW LEVEL SECURITY', shop_table);
    EXECUTE format('DROP POLICY IF EXISTS ci_own_rows ON ${schema}.%I', shop_table);
    EXECUTE format('DROP POLICY IF EXISTS ci_only_own_rows ON ${schema}.%I', shop_table);
    EXECUTE format('DROP POLICY IF EXISTS ci_service ON ${schema}.%I', shop_table);
    EXECUTE format('REVOKE ALL ON ${schema}.%I FROM PUBLIC', shop_table);
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN
      EXECUTE format('REVOKE ALL ON ${schema}.%I FROM anon', shop_table);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN
      EXECUTE format('REVOKE ALL ON ${schema}.%I FROM authenticated', shop_table);
      EXECUTE format('GRANT SELECT ON ${schema}.%I TO authenticated', shop_table);
      EXECUTE format('CREATE POLICY ci_own_rows ON ${schema}.%I FOR SELECT TO authenticated '
        || 'USING (%s)', shop_table, own_rows);
      -- Whatever other policies allow, they add to the one above, not to this one.
      EXECUTE format('CREATE POLICY ci_only_own_rows ON ${schema}.%I AS RESTRICTIVE FOR ALL '
        || 'TO authenticated USING (%s)', shop_table, own_rows);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'service_role') THEN
      EXECUTE format('GRANT ALL ON ${schema}.%I TO service_role', shop_table);
      EXECUTE format('CREATE POLICY ci_service ON ${schema}.%I FOR ALL TO service_role '
        || 'USING (true) WITH CHECK (true)', shop_table);
    END IF;
  END LOOP;
END
$$;
