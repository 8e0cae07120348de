/** The storage on WordPress' MySQL or MariaDB; its one entry is {@link MysqlStorage}. */
@NullMarked
package dev.customerintelligence.storage.mysql;

import org.jspecify.annotations.NullMarked;
