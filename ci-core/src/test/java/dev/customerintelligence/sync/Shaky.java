package dev.customerintelligence.sync;

import dev.customerintelligence.error.StorageUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Ports that fail, before or after they did what they were asked. */
final class Shaky {
  /** The process was ended. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What happens at a call. */
  enum Fate {
    GOOD,
    KILLED_BEFORE,
    KILLED_AFTER,
    AWAY_BEFORE,
    AWAY_AFTER
  }

  /** Decides about a call. */
  interface Fates {
    Fate next();
  }

  private Shaky() {}

  static <T> T port(Class<T> type, T port, Fates fates) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("name")) {
                return method.invoke(port, arguments);
              }
              Fate fate = fates.next();
              if (fate == Fate.KILLED_BEFORE) {
                throw new Killed();
              }
              if (fate == Fate.AWAY_BEFORE) {
                throw away();
              }
              Object result;
              try {
                result = method.invoke(port, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (fate == Fate.KILLED_AFTER) {
                throw new Killed();
              }
              if (fate == Fate.AWAY_AFTER) {
                throw away();
              }
              return result;
            }));
  }

  private static RuntimeException away() {
    return new StorageUnavailableException("away", null);
  }
}
