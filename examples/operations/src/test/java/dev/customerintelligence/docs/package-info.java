/** The code of the documentation. */
@NullMarked
package dev.customerintelligence.docs;

import org.jspecify.annotations.NullMarked;
