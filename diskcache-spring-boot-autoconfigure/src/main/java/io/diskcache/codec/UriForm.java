package io.diskcache.codec;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * URIs by the parts that {@link URI#equals} compares: scheme, host and the hexadecimal
 * digits of escapes in lower case, and no authority as such where it has a host.
 */
final class UriForm {

	private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

	private UriForm() {
	}

	static void addTo(Map<Class<?>, KeyForm<?>> forms) {
		ScalarForms.add(forms, URI.class, UriForm::write);
	}

	static void addReadings(Map<Integer, KeyReading> readings) {
		readings.put(KeyTag.URI, UriForm::read);
	}

	private static void write(URI uri, KeyWriter out) {
		out.tag(KeyTag.URI);
		putPart(out, lowerCase(uri.getScheme()));
		if (uri.isOpaque()) {
			putPart(out, null);
			putPart(out, escapesInLowerCase(uri.getRawSchemeSpecificPart()));
		}
		else {
			putPart(out, escapesInLowerCase(uri.getRawPath()));
			putPart(out, escapesInLowerCase(uri.getRawQuery()));
			writeAuthority(uri, out);
		}
		putPart(out, escapesInLowerCase(uri.getRawFragment()));
	}

	private static Object read(KeyReader in) {
		String scheme = (String) in.element();
		StringBuilder text = new StringBuilder((scheme != null) ? scheme + ':' : "");
		String path = (String) in.element();
		if (path == null) {
			text.append((String) in.element());
		}
		else {
			String query = (String) in.element();
			String authority = readAuthority(in);
			appendAuthority(text, authority, path);
			text.append(path).append((query != null) ? '?' + query : "");
		}
		String fragment = (String) in.element();
		return URI.create(text.append((fragment != null) ? '#' + fragment : "").toString());
	}

	/** A path that begins like an authority needs an empty one before it. */
	private static void appendAuthority(StringBuilder text, @Nullable String authority, String path) {
		if (authority != null) {
			text.append("//").append(authority);
		}
		else if (path.startsWith("//")) {
			text.append("//");
		}
	}

	private static void writeAuthority(URI uri, KeyWriter out) {
		putPart(out, lowerCase(uri.getHost()));
		if (uri.getHost() != null) {
			putPart(out, escapesInLowerCase(uri.getRawUserInfo()));
			out.buffer().putInt(uri.getPort());
		}
		else {
			putPart(out, escapesInLowerCase(uri.getRawAuthority()));
		}
	}

	private static @Nullable String readAuthority(KeyReader in) {
		String host = (String) in.element();
		if (host == null) {
			return (String) in.element();
		}
		String userInfo = (String) in.element();
		int port = in.nextInt();
		return ((userInfo != null) ? userInfo + '@' : "") + host + ((port >= 0) ? ":" + port : "");
	}

	private static void putPart(KeyWriter out, @Nullable String part) {
		if (part == null) {
			out.tag(KeyTag.NULL);
		}
		else {
			out.tag(KeyTag.STRING).putText(part);
		}
	}

	private static @Nullable String lowerCase(@Nullable String part) {
		return (part != null) ? part.toLowerCase(Locale.ROOT) : null;
	}

	private static @Nullable String escapesInLowerCase(@Nullable String part) {
		if (part == null || part.indexOf('%') < 0) {
			return part;
		}
		return ESCAPE.matcher(part).replaceAll((escape) -> escape.group().toLowerCase(Locale.ROOT));
	}

}
