package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.StorageFailedException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code behavioral_events} by month.
 *
 * <p>What was there before becomes one partition, whole and where it is; what is in no month's
 * partition goes to a default one, so that no event is ever refused for its time.
 */
final class EventPartitions {
  private static final String TABLE = "behavioral_events";
  private static final String BEFORE = "behavioral_events_before";

  private static final String IS_PARTITIONED =
      "SELECT relkind = 'p' FROM pg_class WHERE oid = '{schema}.behavioral_events'::regclass";

  private static final String NOT_BEFORE =
      """
      SELECT count(*) FROM {schema}.behavioral_events
      WHERE created_at IS NULL OR created_at >= '{cut}'
      """;

  /** One at a time, of all services; the lock is one beside those of people. */
  private static final String ONE_AT_A_TIME =
      "SET LOCAL lock_timeout = '10s'; SELECT pg_advisory_xact_lock("
          + People.LOCK_CLASS
          + ", 1000);\n";

  /** Nobody but the owner reads a part past the whole, whatever new tables are open to. */
  private static final String CLOSED =
      """
      FOR one IN
        SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = '{schema}.{part}'::regclass AND a.grantee <> c.relowner
      LOOP
        EXECUTE format('REVOKE ALL ON {schema}.{part} FROM %s', one.who);
      END LOOP;
      ALTER TABLE {schema}.{part} ENABLE ROW LEVEL SECURITY;
      """;

  private static final String LEFT_OVER =
      "ALTER TABLE {schema}.behavioral_events DROP CONSTRAINT IF EXISTS ci_event_before";

  /** Scans once, beside running writers; the later steps then need no scan. */
  private static final List<String> PREPARE =
      List.of(
          "DROP INDEX CONCURRENTLY IF EXISTS {schema}.ci_event_id_time",
          "CREATE UNIQUE INDEX CONCURRENTLY ci_event_id_time"
              + " ON {schema}.behavioral_events (id, created_at)",
          LEFT_OVER,
          "ALTER TABLE {schema}.behavioral_events ADD CONSTRAINT ci_event_before"
              + " CHECK (created_at IS NOT NULL AND created_at < '{cut}') NOT VALID",
          "ALTER TABLE {schema}.behavioral_events VALIDATE CONSTRAINT ci_event_before");

  /**
   * Names change, no row moves. Each index of the new table finds its like on the old one and takes
   * it over.
   */
  private static final String SWITCH =
      """
      LOCK TABLE {schema}.behavioral_events IN ACCESS EXCLUSIVE MODE;
      DO $$
      DECLARE
        one RECORD;
        key_name TEXT;
      BEGIN
        IF (SELECT relkind FROM pg_class WHERE oid = '{schema}.behavioral_events'::regclass) = 'p'
        THEN
          RETURN;
        END IF;
        ALTER TABLE {schema}.behavioral_events ALTER COLUMN created_at SET NOT NULL;
        SELECT conname INTO key_name FROM pg_constraint
          WHERE conrelid = '{schema}.behavioral_events'::regclass AND contype = 'p';
        IF key_name IS NOT NULL THEN
          EXECUTE format('ALTER TABLE {schema}.behavioral_events DROP CONSTRAINT %I', key_name);
        END IF;
        ALTER TABLE {schema}.behavioral_events
          ADD CONSTRAINT behavioral_events_before_pkey PRIMARY KEY USING INDEX ci_event_id_time;
        ALTER TABLE {schema}.behavioral_events RENAME TO behavioral_events_before;
        CREATE TEMPORARY TABLE ci_event_indexes ON COMMIT DROP AS
          SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
          FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
          WHERE i.indrelid = '{schema}.behavioral_events_before'::regclass AND NOT i.indisprimary;
        CREATE TABLE {schema}.behavioral_events (
          LIKE {schema}.behavioral_events_before INCLUDING DEFAULTS,
          PRIMARY KEY (id, created_at)
        ) PARTITION BY RANGE (created_at);
        FOR one IN SELECT name, definition FROM ci_event_indexes LOOP
          EXECUTE format('ALTER INDEX {schema}.%I RENAME TO %I',
            one.name, left(one.name, 55) || '_before');
          EXECUTE replace(one.definition, 'behavioral_events_before', 'behavioral_events');
        END LOOP;
        ALTER TABLE {schema}.behavioral_events ATTACH PARTITION {schema}.behavioral_events_before
          FOR VALUES FROM (MINVALUE) TO ('{cut}');
        ALTER TABLE {schema}.behavioral_events_before DROP CONSTRAINT ci_event_before;
        {closedWhole}
        IF NOT (SELECT relrowsecurity FROM pg_class
                WHERE oid = '{schema}.behavioral_events_before'::regclass) THEN
          ALTER TABLE {schema}.behavioral_events DISABLE ROW LEVEL SECURITY;
        END IF;
        FOR one IN
          SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who,
                 a.privilege_type AS what
          FROM pg_class c, aclexplode(c.relacl) a
          WHERE c.oid = '{schema}.behavioral_events_before'::regclass AND a.grantee <> c.relowner
        LOOP
          EXECUTE format('GRANT %s ON {schema}.behavioral_events TO %s', one.what, one.who);
        END LOOP;
        FOR one IN
          SELECT policyname, permissive, cmd, qual, with_check,
                 (SELECT string_agg(CASE r WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(r) END, ', ')
                  FROM unnest(roles) r) AS roles
          FROM pg_policies
          WHERE schemaname = '{schema}' AND tablename = 'behavioral_events_before'
        LOOP
          EXECUTE format('CREATE POLICY %I ON {schema}.behavioral_events AS %s FOR %s TO %s',
              one.policyname, one.permissive, one.cmd, one.roles)
            || coalesce(' USING (' || one.qual || ')', '')
            || coalesce(' WITH CHECK (' || one.with_check || ')', '');
        END LOOP;
        CREATE TABLE {schema}.behavioral_events_other
          PARTITION OF {schema}.behavioral_events DEFAULT;
        {closedOther}
      END
      $$
      """
          .replace("{closedWhole}", CLOSED.replace("{part}", TABLE))
          .replace("{closedOther}", CLOSED.replace("{part}", "behavioral_events_other"));

  private static final String PARTITIONS =
      """
      SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = '{schema}.behavioral_events'::regclass
      ORDER BY c.relname
      """;

  private static final String ADD =
      """
      LOCK TABLE {schema}.behavioral_events IN SHARE ROW EXCLUSIVE MODE;
      DO $$
      DECLARE
        one RECORD;
      BEGIN
        IF to_regclass('{schema}.{part}') IS NOT NULL THEN
          RETURN;
        END IF;
        CREATE TABLE {schema}.{part} (LIKE {schema}.behavioral_events INCLUDING DEFAULTS);
        WITH moved AS (
          DELETE FROM {schema}.behavioral_events_other
          WHERE created_at >= '{from}' AND created_at < '{to}' RETURNING *
        )
        INSERT INTO {schema}.{part} SELECT * FROM moved;
        ALTER TABLE {schema}.behavioral_events ATTACH PARTITION {schema}.{part}
          FOR VALUES FROM ('{from}') TO ('{to}');
        {closed}
      END
      $$
      """
          .replace("{closed}", CLOSED);

  private static final String DROP = "DROP TABLE IF EXISTS {schema}.{part}";

  private static final Pattern END = Pattern.compile("TO \\('(\\d{4}-\\d{2})-01");

  private record Partition(String name, @Nullable YearMonth end) {}

  private final Database database;

  EventPartitions(Database database) {
    this.database = database;
  }

  /** Makes the table a partitioned one; months begin after the next one. */
  void partition(Instant now) {
    if (isPartitioned()) {
      return;
    }
    String cut = monthOf(now).plusMonths(2).atDay(1).toString();
    long outside =
        database.once(
            handle ->
                handle
                    .createQuery(database.sql(NOT_BEFORE).replace("{cut}", cut))
                    .mapTo(Long.class)
                    .one());
    if (outside > 0) {
      throw new StorageFailedException(
          outside
              + " rows of behavioral_events have no created_at, or one from "
              + cut
              + " on; mend them first",
          null);
    }
    try {
      for (String step : PREPARE) {
        database.outsideTransaction(step.replace("{cut}", cut));
      }
      database.script(ONE_AT_A_TIME + SWITCH.replace("{cut}", cut));
    } catch (StorageFailedException e) {
      // Left behind, it would refuse events from that day on.
      if (!isPartitioned()) {
        database.outsideTransaction(LEFT_OVER);
      }
      throw e;
    }
  }

  /** Makes the months that are missing, from this one to some ahead; returns their tables. */
  List<String> makeAhead(Instant now, int months) {
    requirePartitioned();
    List<Partition> present = partitions();
    List<String> made = new ArrayList<>();
    for (int ahead = 0; ahead <= months; ahead++) {
      YearMonth month = monthOf(now).plusMonths(ahead);
      String name = String.format(Locale.ROOT, "%s_%tY_%<tm", TABLE, month);
      boolean isThere =
          present.stream()
              .anyMatch(
                  partition ->
                      partition.name().equals(name)
                          || (partition.name().equals(BEFORE)
                              && partition.end() != null
                              && month.isBefore(partition.end())));
      if (!isThere) {
        database.script(
            (ONE_AT_A_TIME + ADD)
                .replace("{part}", name)
                .replace("{from}", month.atDay(1).toString())
                .replace("{to}", month.plusMonths(1).atDay(1).toString()));
        made.add(name);
      }
    }
    return made;
  }

  /** Drops the tables in which everything lies before a moment; returns them. */
  List<String> dropBefore(Instant moment) {
    requirePartitioned();
    List<String> dropped = new ArrayList<>();
    for (Partition partition : partitions()) {
      if (partition.end() != null && !startOf(partition.end()).isAfter(moment)) {
        database.script((ONE_AT_A_TIME + DROP).replace("{part}", partition.name()));
        dropped.add(partition.name());
      }
    }
    return dropped;
  }

  private void requirePartitioned() {
    if (!isPartitioned()) {
      throw new StorageFailedException(
          "behavioral_events is not partitioned; partitionEvents makes it so", null);
    }
  }

  private boolean isPartitioned() {
    return database.once(
        handle -> handle.createQuery(database.sql(IS_PARTITIONED)).mapTo(Boolean.class).one());
  }

  private List<Partition> partitions() {
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(PARTITIONS))
                .map(
                    (row, context) ->
                        new Partition(row.getString("name"), end(row.getString("bound"))))
                .list());
  }

  private static @Nullable YearMonth end(String bound) {
    Matcher end = END.matcher(bound);
    return end.find() ? YearMonth.parse(end.group(1)) : null;
  }

  private static YearMonth monthOf(Instant moment) {
    return YearMonth.from(moment.atZone(ZoneOffset.UTC));
  }

  private static Instant startOf(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
