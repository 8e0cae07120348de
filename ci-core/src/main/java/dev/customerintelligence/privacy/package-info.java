/** Privacy: retention, erasure that stays done, and the export of what is held about one person. */
@NullMarked
package dev.customerintelligence.privacy;

import org.jspecify.annotations.NullMarked;
