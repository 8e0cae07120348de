package dev.customerintelligence.examples.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Looks for what would go wrong. */
@Command(
    name = "doctor",
    description =
        "Checks the stores that are named: server, tables, columns and indexes, rights, clocks and"
            + " zones, the shop's orders and the hash key; says what to do. Changes nothing. Exits"
            + " with 1 when something is wrong.")
final class DoctorCommand extends StoreCommand {
  @Override
  int run(Stores stores, Console console) {
    List<Finding> findings = new ArrayList<>();
    try {
      stores.tombstones();
      findings.add(Finding.good("hash key", "present"));
    } catch (UsageException e) {
      findings.add(
          Finding.bad("hash key", String.valueOf(e.getMessage()), "give the shop's own key"));
    }
    for (Store store : stores.named()) {
      new Examination(store).run(findings);
    }
    boolean well = findings.stream().allMatch(Finding::isGood);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("well", well);
    values.put("checks", findings.stream().map(Finding::values).toList());
    console.result(values);
    return well ? ExitCodes.OK : ExitCodes.FOUND;
  }
}
