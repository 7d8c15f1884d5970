package io.diskcache.autoconfigure;

/**
 * Thrown at the start where a secret is no good. Not Boot's own exception for properties,
 * whose report shows the value.
 */
final class InvalidLinkSecretException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidLinkSecretException(IllegalArgumentException cause) {
		super("The property 'diskcache.web.link-secrets' is not what it can be: " + cause.getMessage());
	}

}
