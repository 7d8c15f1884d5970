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

	/** Sign, length and magnitude; those of negative numbers with all bits turned. */
	private static void writeBigInteger(BigInteger value, KeyWriter out) {
		byte[] magnitude = value.abs().toByteArray();
		boolean negative = value.signum() < 0;
		out.tag(KeyTag.BIG_INTEGER)
			.put(negative ? NEGATIVE : POSITIVE)
			.putInt(negative ? ~magnitude.length : magnitude.length)
			.putRaw(magnitude, negative ? TURNED : 0);
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

}
