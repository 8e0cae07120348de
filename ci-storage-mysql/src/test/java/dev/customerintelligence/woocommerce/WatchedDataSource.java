package dev.customerintelligence.woocommerce;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that notes each query, and which connections were not given back. */
final class WatchedDataSource {
  final List<String> statements = new ArrayList<>();
  final AtomicInteger open = new AtomicInteger();

  private WatchedDataSource() {}

  static WatchedDataSource watch() {
    return new WatchedDataSource();
  }

  DataSource over(DataSource source) {
    return proxy(DataSource.class, source);
  }

  private <T> T proxy(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().startsWith("prepare")
                  && arguments[0] instanceof String sql
                  && !sql.startsWith("SET TRANSACTION")) {
                statements.add(sql);
              }
              if (method.getName().equals("close")) {
                open.decrementAndGet();
              }
              try {
                Object result = method.invoke(target, arguments);
                if (result instanceof Connection connection) {
                  open.incrementAndGet();
                  return proxy(Connection.class, connection);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
