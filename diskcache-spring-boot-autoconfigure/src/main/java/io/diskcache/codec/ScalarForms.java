package io.diskcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The types that are known by their very class.
 */
final class ScalarForms {

	private static final Map<Class<?>, KeyForm<?>> FORMS = forms();

	private static final int NEGATIVE = 0;

	private static final int ZERO = 1;

	private static final int POSITIVE = 2;

	private static final int TURNED = 0xFF;

	/**
	 * Most zeros a number that is read may end with, as they take no bytes: more than
	 * anybody writes out, and harmless.
	 */
	private static final int MAX_ZEROS = 1024;

	private ScalarForms() {
	}

	static @Nullable KeyForm<?> find(Class<?> type) {
		return FORMS.get(type);
	}

	/** Files a form; this is where the compiler checks that it fits the type. */
	static <T> void add(Map<Class<?>, KeyForm<?>> forms, Class<T> type, KeyForm<T> form) {
		forms.put(type, form);
	}

	@SuppressWarnings("JavaUtilDate") // applications have keys of it
	private static Map<Class<?>, KeyForm<?>> forms() {
		Map<Class<?>, KeyForm<?>> forms = new HashMap<>();
		add(forms, Boolean.class, (value, out) -> out.tag(KeyTag.BOOLEAN).put(value ? 1 : 0));
		add(forms, Byte.class, (value, out) -> out.tag(KeyTag.BYTE).put(value ^ 0x80));
		add(forms, Short.class, (value, out) -> out.tag(KeyTag.SHORT).putShort(value));
		add(forms, Integer.class, (value, out) -> out.tag(KeyTag.INTEGER).putInt(value));
		add(forms, Long.class, (value, out) -> out.tag(KeyTag.LONG).putLong(value));
		add(forms, BigInteger.class, ScalarForms::writeBigInteger);
		add(forms, Float.class, (value, out) -> out.tag(KeyTag.FLOAT).putFloat(value));
		add(forms, Double.class, (value, out) -> out.tag(KeyTag.DOUBLE).putDouble(value));
		add(forms, BigDecimal.class, ScalarForms::writeBigDecimal);
		add(forms, Character.class, (value, out) -> out.tag(KeyTag.CHARACTER).putChar(value));
		add(forms, String.class, (value, out) -> out.tag(KeyTag.STRING).putText(value));
		add(forms, UUID.class,
				(value, out) -> out.tag(KeyTag.UUID)
					.putLong(value.getMostSignificantBits())
					.putLong(value.getLeastSignificantBits()));
		add(forms, Class.class, (value, out) -> out.tag(KeyTag.CLASS).putText(value.getName()));
		add(forms, Date.class, (value, out) -> out.tag(KeyTag.DATE).putLong(value.getTime()));
		add(forms, Currency.class, (value, out) -> out.tag(KeyTag.CURRENCY).putText(value.getCurrencyCode()));
		add(forms, Locale.class, ScalarForms::writeLocale);
		UriForm.addTo(forms);
		TimeForms.addTo(forms);
		ArrayForms.addTo(forms);
		return Map.copyOf(forms);
	}

	@SuppressWarnings("JavaUtilDate") // applications have keys of it
	static void addReadings(Map<Integer, KeyReading> readings) {
		readings.put(KeyTag.BOOLEAN, (in) -> in.next() != 0);
		readings.put(KeyTag.BYTE, (in) -> (byte) (in.next() ^ 0x80));
		readings.put(KeyTag.SHORT, KeyReader::nextShort);
		readings.put(KeyTag.INTEGER, KeyReader::nextInt);
		readings.put(KeyTag.LONG, KeyReader::nextLong);
		readings.put(KeyTag.BIG_INTEGER, ScalarForms::readBigInteger);
		readings.put(KeyTag.FLOAT, KeyReader::nextFloat);
		readings.put(KeyTag.DOUBLE, KeyReader::nextDouble);
		readings.put(KeyTag.BIG_DECIMAL, ScalarForms::readBigDecimal);
		readings.put(KeyTag.CHARACTER, KeyReader::nextChar);
		readings.put(KeyTag.STRING, KeyReader::text);
		readings.put(KeyTag.UUID, (in) -> new UUID(in.nextLong(), in.nextLong()));
		readings.put(KeyTag.CLASS, (in) -> in.names().type(in.text()));
		readings.put(KeyTag.DATE, (in) -> new Date(in.nextLong()));
		readings.put(KeyTag.CURRENCY, (in) -> Currency.getInstance(in.text()));
		readings.put(KeyTag.LOCALE, ScalarForms::readLocale);
	}

	/** Sign, length and magnitude; those of negative numbers with all bits turned. */
	private static void writeBigInteger(BigInteger value, KeyWriter out) {
		byte[] magnitude = value.abs().toByteArray();
		boolean negative = value.signum() < 0;
		out.tag(KeyTag.BIG_INTEGER)
			.put(negative ? NEGATIVE : POSITIVE)
			.putInt(negative ? ~magnitude.length : magnitude.length)
			.putRaw(magnitude, negative ? TURNED : 0);
	}

	private static Object readBigInteger(KeyReader in) {
		boolean negative = in.next() == NEGATIVE;
		int length = in.nextInt();
		byte[] magnitude = in.raw(negative ? ~length : length, negative ? TURNED : 0);
		BigInteger value = new BigInteger(magnitude);
		return negative ? value.negate() : value;
	}

	/**
	 * Sign, decimal exponent and significant digits, which order by size; then the scale,
	 * which tells 1.0 from 1.00.
	 */
	private static void writeBigDecimal(BigDecimal value, KeyWriter out) {
		KeyBuffer buffer = out.tag(KeyTag.BIG_DECIMAL);
		if (value.signum() == 0) {
			buffer.put(ZERO);
		}
		else {
			boolean negative = value.signum() < 0;
			String digits = value.unscaledValue().abs().toString();
			long exponent = (long) digits.length() - value.scale();
			buffer.put(negative ? NEGATIVE : POSITIVE).putLong(negative ? ~exponent : exponent);
			buffer.putRaw(significant(digits), negative ? TURNED : 0);
		}
		buffer.putInt(value.scale());
	}

	private static Object readBigDecimal(KeyReader in) {
		int sign = in.next();
		if (sign == ZERO) {
			return new BigDecimal(BigInteger.ZERO, in.nextInt());
		}
		boolean negative = sign == NEGATIVE;
		long exponent = in.nextLong();
		String digits = readDigits(in, negative ? TURNED : 0);
		int scale = in.nextInt();
		long zeros = (negative ? ~exponent : exponent) + scale - digits.length();
		if (zeros < 0 || zeros > MAX_ZEROS) {
			throw new IllegalArgumentException("The number is damaged, or ends with too many zeros");
		}
		BigInteger unscaled = new BigInteger(digits + "0".repeat((int) zeros));
		return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
	}

	private static String readDigits(KeyReader in, int turn) {
		StringBuilder digits = new StringBuilder();
		for (int digit = in.next() ^ turn; digit != KeyTag.END; digit = in.next() ^ turn) {
			digits.append((char) digit);
		}
		return digits.toString();
	}

	/** The digits without the zeros they end with, closed by a byte below all digits. */
	private static byte[] significant(String digits) {
		int end = digits.length();
		while (digits.charAt(end - 1) == '0') {
			end--;
		}
		return Arrays.copyOf(digits.substring(0, end).getBytes(StandardCharsets.US_ASCII), end + 1);
	}

	private static void writeLocale(Locale value, KeyWriter out) {
		KeyBuffer buffer = out.tag(KeyTag.LOCALE)
			.putText(value.getLanguage())
			.putText(value.getScript())
			.putText(value.getCountry())
			.putText(value.getVariant());
		for (char extension : value.getExtensionKeys()) {
			buffer.putChar(extension).putText(value.getExtension(extension));
		}
		buffer.putChar(KeyTag.END);
	}

	/**
	 * Some old locales have variants that a builder refuses, or extensions the
	 * constructor adds by itself.
	 */
	@SuppressWarnings("deprecation") // its successor came with Java 19
	private static Object readLocale(KeyReader in) {
		String language = in.text();
		String script = in.text();
		String country = in.text();
		String variant = in.text();
		Map<Character, String> extensions = new TreeMap<>();
		for (char key = in.nextChar(); key != KeyTag.END; key = in.nextChar()) {
			extensions.put(key, in.text());
		}
		Locale plain = new Locale(language, country, variant);
		if (script.isEmpty() && plain.getExtensionKeys().equals(extensions.keySet())) {
			return plain;
		}
		Locale.Builder builder = new Locale.Builder().setLanguage(language)
			.setScript(script)
			.setRegion(country)
			.setVariant(variant);
		extensions.forEach(builder::setExtension);
		return builder.build();
	}

}
