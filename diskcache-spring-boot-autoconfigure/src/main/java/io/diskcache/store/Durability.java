package io.diskcache.store;

/** What an acknowledged change survives. */
public enum Durability {

	/** The death of any process. A power cut may lose the changes of the last seconds. */
	PROCESS,
	/** Also a power cut; each change waits for the disk. */
	POWER

}
