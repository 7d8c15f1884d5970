package io.diskcache.store;

/**
 * State of a key at one moment, taken before a value is computed. Only the store that
 * gave it can tell whether it still holds.
 *
 * @param store tells the store that gave it
 * @param begun highest version that had begun on the key's stripe
 * @param complete highest version up to which all changes had ended, read before
 * @param clearFloor version below which all entries were cleared
 */
public record Fence(long store, long begun, long complete, long clearFloor) {

	/** Of a state that is not known: holds in no store. */
	public static final Fence NEVER = new Fence(0, 0, 0, 0);

	/** The same after a write of one's own, which has ended or goes on. */
	Fence after(long number) {
		return new Fence(this.store, number, number, this.clearFloor);
	}

	/**
	 * Tells whether no change of the key began between the moments at which two were
	 * taken.
	 * @param other taken of the same key
	 * @return whether none did; {@code false} where that is not known
	 */
	public boolean isSameStateAs(Fence other) {
		return this.store == other.store && this.store != NEVER.store && this.begun == other.begun
				&& this.clearFloor == other.clearFloor;
	}

}
