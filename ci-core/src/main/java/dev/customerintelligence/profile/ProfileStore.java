package dev.customerintelligence.profile;

import dev.customerintelligence.identity.EmailAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port that keeps profiles. Thread-safe; every call may be repeated without harm.
 *
 * <p>Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when
 * the store cannot be reached.
 */
public interface ProfileStore {

  /** Returns the profile of a customer. */
  Optional<CustomerProfile> find(EmailAddress customer);

  /**
   * Saves profiles, each in one atomic step, and returns for each what became of it, in order.
   *
   * <p>What is written is {@link CustomerProfile#filledFrom} the stored profile, so that nothing
   * known about the person is lost; one that {@link CustomerProfile#saysTheSameAs} the stored one
   * is not written.
   *
   * @param profiles at most 1,000, each customer once
   * @throws dev.customerintelligence.error.InvalidInputException naming the field that the store
   *     cannot hold; none is saved then
   */
  List<ProfileSave> save(List<CustomerProfile> profiles);

  /**
   * Returns the next profiles by email address.
   *
   * @param after the last customer of the page before, or null for the first page
   * @param limit the most profiles to return, at least 1
   * @return sorted by email address, fewer than {@code limit} only at the end
   */
  List<CustomerProfile> after(@Nullable EmailAddress after, int limit);

  /**
   * Returns the next customers whose stored profile says that they have orders, by email address.
   *
   * @param after the last customer of the page before, or null for the first page
   * @param limit the most customers to return, at least 1
   * @return sorted by email address; may be fewer than {@code limit}, none only at the end
   */
  List<EmailAddress> customersWithOrders(@Nullable EmailAddress after, int limit);

  /**
   * Returns whether this store keeps {@link CustomerProfile#name}. Where it does not, {@link #save}
   * refuses a profile that has one, and {@link ProfileService} leaves it out.
   */
  boolean supportsNames();
}
