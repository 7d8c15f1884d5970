package io.diskcache.autoconfigure;

/** What happens to the entries there are. */
enum Keeping {

	/** They stay. */
	KEEP,

	/** They are removed. */
	CLEAR

}
