/**
 * What every storage must do, as tests. A storage's author extends each {@code ...Contract} class
 * and says how the storage is opened; what the storage cannot keep, its ports say, and the tests
 * then assert that it refuses it.
 */
@NullMarked
package dev.customerintelligence.storage.contract;

import org.jspecify.annotations.NullMarked;
