/** Keeps the data of Customer Intelligence in an existing Supabase or plain Postgres. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.customerintelligence.storage.postgres {
  requires static transitive org.jspecify;
  requires static org.postgresql.jdbc;
  requires transitive dev.customerintelligence.core;
  requires transitive java.sql;
  requires com.google.common;
  requires dev.failsafe.core;
  requires flyway.core;
  requires org.jdbi.v3.core;
  requires org.jdbi.v3.postgres;
  requires org.slf4j;

  exports dev.customerintelligence.storage.postgres;
}
