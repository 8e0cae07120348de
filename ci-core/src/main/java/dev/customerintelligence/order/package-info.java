/** Orders as the library reads them, and the port through which they come. */
@NullMarked
package dev.customerintelligence.order;

import org.jspecify.annotations.NullMarked;
