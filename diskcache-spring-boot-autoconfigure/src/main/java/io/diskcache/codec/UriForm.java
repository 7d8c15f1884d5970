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
