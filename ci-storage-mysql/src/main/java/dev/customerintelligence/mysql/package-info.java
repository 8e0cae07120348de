/** What everything that talks to MySQL or MariaDB shares. */
@NullMarked
package dev.customerintelligence.mysql;

import org.jspecify.annotations.NullMarked;
