package io.diskcache.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets by which links are signed: the first one signs, and what any of them has
 * signed is valid, so that a new one can be put before the old. Immutable and
 * thread-safe.
 */
public final class LinkSecrets {

	/** Fewest characters of a secret. */
	public static final int MIN_LENGTH = 32;

	private static final String ALGORITHM = "HmacSHA256";

	private final List<SecretKeySpec> keys;

	private LinkSecrets(List<SecretKeySpec> keys) {
		this.keys = keys;
	}

	/**
	 * Makes them.
	 * @param secrets the secrets; with none nothing is signed and nothing is valid
	 * @return the secrets
	 * @throws IllegalArgumentException if one is shorter than {@value #MIN_LENGTH}
	 * characters or one character repeated; the message does not show it
	 */
	public static LinkSecrets of(List<String> secrets) {
		for (int i = 0; i < secrets.size(); i++) {
			String secret = secrets.get(i);
			if (secret.length() < MIN_LENGTH || secret.chars().distinct().count() == 1) {
				throw new IllegalArgumentException(
						"secret number " + (i + 1) + " of " + secrets.size() + " must have at least " + MIN_LENGTH
								+ " characters, and not one only repeated, but has " + secret.length());
			}
		}
		return new LinkSecrets(secrets.stream()
			.map((secret) -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
			.toList());
	}

	/**
	 * Signs.
	 * @throws IllegalStateException if there is no secret
	 */
	String sign(String text) {
		if (this.keys.isEmpty()) {
			throw new IllegalStateException("There is no secret to sign links with: set diskcache.web.link-secrets");
		}
		return signature(text, this.keys.get(0));
	}

	/** Whether a text was signed. It takes as long whatever the signature is. */
	boolean verify(String text, String signature) {
		boolean valid = false;
		for (SecretKeySpec key : this.keys) {
			valid |= MessageDigest.isEqual(bytes(signature(text, key)), bytes(signature));
		}
		return valid;
	}

	private static String signature(String text, SecretKeySpec key) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(text)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
