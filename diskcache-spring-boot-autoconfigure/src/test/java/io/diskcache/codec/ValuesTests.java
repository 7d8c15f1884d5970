package io.diskcache.codec;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.diskcache.store.Content;
import io.diskcache.store.ContentEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValuesTests {

	private final Values values = new Values(
			new JavaCodec(List.of("io.diskcache.codec"), ValuesTests.class.getClassLoader()));

	static List<Object> natives() {
		LocalDateTime overlap = LocalDateTime.of(2024, 10, 27, 2, 30);
		ZoneId paris = ZoneId.of("Europe/Paris");
		return List.of("", "a", "\u00e9\u20ac\uD83D\uDE00\0", "?", "\uFFFD", "lone \uD800", "\uDC00\uD800", true, false,
				(byte) -1, (short) -2, -3, Integer.MAX_VALUE, -4L, Long.MIN_VALUE, 1.5f, -0.0f, Float.NaN, 2.5, -0.0,
				Double.NEGATIVE_INFINITY, 'x', '\uD800', BigInteger.ZERO, BigInteger.ONE.shiftLeft(200).negate(),
				new BigDecimal("1.00"), new BigDecimal("1.0"), new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE),
				new UUID(-1, 2), LocalDate.MIN, LocalDate.MAX, LocalTime.MAX, LocalDateTime.MIN, Instant.MIN,
				Instant.MAX, Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(-1), Period.of(1, -2, 300),
				Year.of(-5), YearMonth.of(-1, 12), MonthDay.of(2, 29), OffsetDateTime.MAX, OffsetTime.MIN,
				overlap.atZone(paris).withLaterOffsetAtOverlap(), overlap.atZone(paris).withEarlierOffsetAtOverlap(),
				ZonedDateTime.of(overlap, ZoneOffset.UTC), paris, ZoneOffset.ofTotalSeconds(-4321), ZoneOffset.UTC,
				Optional.empty(), Optional.of("a"), Optional.of(Optional.of(5L)), Optional.of(Optional.empty()));
	}

	static List<Object> byCodec() {
		return List.of(DayOfWeek.FRIDAY, new Samples.Person("a", 1, List.of("x")), Samples.Colour.RED,
				Samples.Colour.GREEN, List.of(1, "b"), Map.of("k", LocalDate.EPOCH),
				new ArrayList<>(Arrays.asList(1, null)), Optional.of(new Samples.Person("b", 2, List.of())));
	}

	@ParameterizedTest
	@MethodSource({ "natives", "byCodec" })
	void everyTypeComesBackAsItWas(Object value) {
		Object result = roundTrip(value);

		assertThat(result).isEqualTo(value).hasSameClassAs(value);
	}

	@ParameterizedTest
	@MethodSource("natives")
	void nativeTypesDoNotNeedTheCodec(Object value) {
		assertThat(ContentEntry.of(this.values.encode(value)).codec()).isLessThan(ValueCodec.FIRST_NUMBER);
	}

	@Test
	void nullComesBackAsNull() {
		assertThat(roundTrip(null)).isNull();
		assertThat(ContentEntry.of(this.values.encode(null)).bytes()).isEmpty();
	}

	@Test
	void textIsStoredAsUtf8AndBytesAsThemselves() {
		ContentEntry text = ContentEntry.of(this.values.encode("\u00e9\uD83D\uDE00"));
		ContentEntry bytes = ContentEntry.of(this.values.encode(new byte[] { 1, 2 }));

		assertThat(text.codec()).isEqualTo(Values.STRING);
		assertThat(text.bytes()).isEqualTo("\u00e9\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
		assertThat(bytes.codec()).isEqualTo(Values.BYTES);
		assertThat(bytes.bytes()).containsExactly(1, 2);
	}

	@Test
	void bytesBelongToTheCaller() {
		byte[] given = { 1, 2, 3 };
		ContentEntry entry = ContentEntry.of(this.values.encode(given));

		given[0] = 9;
		byte[] first = (byte[]) this.values.decode(entry);
		assertThat(first).containsExactly(1, 2, 3);
		first[1] = 9;

		assertThat((byte[]) this.values.decode(entry)).containsExactly(1, 2, 3);
		assertThat((byte[]) this.values.decode(Values.BYTES, 0, entry.bytes())).isNotSameAs(entry.bytes());
	}

	@Test
	void anObjectMayChangeAfterItWasEncoded() {
		List<AtomicInteger> list = new ArrayList<>(List.of(new AtomicInteger(1)));
		ContentEntry entry = ContentEntry.of(this.values.encode(list));

		list.get(0).set(2);

		assertThat(this.values.decode(entry)).asString().isEqualTo("[1]");
	}

	@Test
	void optionalsAreNotNestedWithoutEnd() {
		Object value = "x";
		for (int i = 0; i < 8; i++) {
			value = Optional.of(value);
		}
		Object deepest = value;
		byte[] bytes = ContentEntry.of(this.values.encode(deepest)).bytes();
		byte[] deeper = new byte[bytes.length + 12];
		System.arraycopy(bytes, 0, deeper, 0, 12);
		System.arraycopy(bytes, 0, deeper, 12, bytes.length);

		assertThat(roundTrip(deepest)).isEqualTo(deepest);
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.values.encode(Optional.of(deepest)))
			.withMessageContaining("nested deeper than 8");
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.values.decode(5, 0, deeper));
	}

	@Test
	void anOptionalOfWhatCannotBeEncodedIsRefused() {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.values.encode(Optional.of(new Thread())))
			.withMessageContaining("java.lang.Thread is not Serializable");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 7, 15, 17, 4711 })
	void anUnknownCodecIsADecodingException(int number) {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.values.decode(number, 0, new byte[5]))
			.withMessage("No codec has number " + number);
	}

	@ParameterizedTest
	@MethodSource({ "natives", "byCodec" })
	void damagedBytesAreAValueOrADecodingException(Object value) {
		ContentEntry entry = ContentEntry.of(this.values.encode(value));

		for (byte[] damaged : Samples.damaged(entry.bytes())) {
			Samples.valueOrDecodingException(() -> this.values.decode(entry.codec(), entry.fingerprint(), damaged));
		}
	}

	@Test
	void randomBytesAreAValueOrADecodingException() {
		Random random = new Random(7);

		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[random.nextInt(40)];
			random.nextBytes(bytes);
			int number = random.nextInt(20);
			Samples.valueOrDecodingException(() -> this.values.decode(number, 0, bytes));
		}
	}

	@Test
	void leftOverAndMissingBytesAreNoticed() {
		for (Object value : natives()) {
			ContentEntry entry = ContentEntry.of(this.values.encode(value));
			boolean fixedLength = entry.codec() == 4 && !(value instanceof BigInteger)
					&& !(value instanceof BigDecimal);
			if (fixedLength || value instanceof Optional<?> optional && optional.isEmpty()) {
				byte[] longer = Arrays.copyOf(entry.bytes(), entry.bytes().length + 1);
				assertThatExceptionOfType(DecodingException.class).as("%s", value)
					.isThrownBy(() -> this.values.decode(entry.codec(), 0, longer));
			}
		}
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.values.decode(Values.STRING, 0, new byte[] { (byte) 0xFF }));
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.values.decode(Values.NULL, 0, new byte[1]));
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.values.decode(6, 0, new byte[3]));
	}

	@Test
	void aStreamPassesThroughWithItsAttributes() throws Exception {
		StreamAttributes attributes = new StreamAttributes("text/plain", "\u00e9\uD800.txt",
				Instant.ofEpochSecond(5, 7));
		ContentEntry entry = ContentEntry
			.of(this.values.stream(new ByteArrayInputStream(new byte[] { 1, 2 }), attributes));

		assertThat(Values.isStream(entry)).isTrue();
		assertThat(Values.isStream(ContentEntry.of(this.values.encode("a")))).isFalse();
		assertThat(Values.attributes(entry)).isEqualTo(attributes);
		assertThat(entry.open().readAllBytes()).containsExactly(1, 2);
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.values.decode(entry))
			.withMessage("The stored value is a stream");
	}

	@Test
	void attributesAreOptional() {
		for (StreamAttributes attributes : List.of(StreamAttributes.NONE, new StreamAttributes("a/b", null, null),
				new StreamAttributes(null, "c", null), new StreamAttributes(null, null, Instant.MIN),
				StreamAttributes.NONE.withCacheControl("max-age=60"), StreamAttributes.NONE.withContentHash("0a"))) {
			assertThat(StreamAttributesForm.decode(StreamAttributesForm.encode(attributes))).isEqualTo(attributes);
		}
		assertThat(Values.attributes(ContentEntry.of(Content.of(Values.BYTES, 0, new byte[0]))))
			.isEqualTo(StreamAttributes.NONE);
	}

	@Test
	void damagedAttributesAreAttributesOrADecodingException() {
		byte[] bytes = StreamAttributesForm.encode(new StreamAttributes("text/plain", "name", Instant.EPOCH));

		for (byte[] damaged : Samples.damaged(bytes)) {
			Samples.valueOrDecodingException(() -> StreamAttributesForm.decode(damaged));
		}
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> StreamAttributesForm.decode(new byte[0]));
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> StreamAttributesForm.decode(Arrays.copyOf(bytes, bytes.length + 1)));
	}

	@Test
	void attributesOfBeforeAreRead() {
		byte[] before = HexFormat.of().parseHex("0101000a746578742f706c61696e" + "00" + "01000000000000000500000007");

		assertThat(StreamAttributesForm.decode(before))
			.isEqualTo(new StreamAttributes("text/plain", null, Instant.ofEpochSecond(5, 7)));
		assertThat(StreamAttributesForm.encode(StreamAttributesForm.decode(before))).as("still written so")
			.isEqualTo(before);
	}

	@Test
	void cacheControlThatWasAcceptedBeforeIsAsIfNothingWereSaid() {
		for (String before : List.of(" ", "x".repeat(256))) {
			byte[] text = before.getBytes(StandardCharsets.US_ASCII);
			byte[] bytes = ByteBuffer.allocate(11 + text.length)
				.put(HexFormat.of().parseHex("02" + "01000161" + "00" + "00" + "01"))
				.putShort((short) text.length)
				.put(text)
				.array();

			assertThat(StreamAttributesForm.decode(bytes)).isEqualTo(new StreamAttributes("a", null, null));
		}
	}

	@Test
	void attributesThatGoIntoHeadersArePlain() {
		for (String wrong : List.of("", " ", "max-age=1\r\nSet-Cookie: a=b", "\u00e9")) {
			assertThatIllegalArgumentException().isThrownBy(() -> StreamAttributes.NONE.withCacheControl(wrong))
				.withMessage("cacheControl is blank or has characters it must not have");
			assertThatIllegalArgumentException().isThrownBy(() -> StreamAttributes.NONE.withContentHash(wrong));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> StreamAttributes.NONE.withContentHash("a\"b"));
	}

	@Test
	void longAttributesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new StreamAttributes(null, "n".repeat(4097), null))
			.withMessage("fileName has at most 4096 characters, this one has 4097");
		assertThatIllegalArgumentException().isThrownBy(() -> StreamAttributes.NONE.withCacheControl("x".repeat(256)))
			.withMessage("cacheControl has at most 255 characters, this one has 256");
		StreamAttributes longest = new StreamAttributes("\uFFFF".repeat(4096), null, null);
		assertThat(StreamAttributesForm.decode(StreamAttributesForm.encode(longest))).isEqualTo(longest);
	}

	@Test
	void aCodecMayNotTakeANativeNumber() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Values(new RudeCodec(15)))
			.withMessage("The number of codec rude is at least 16, not 15");
	}

	@Test
	void whateverACodecThrowsBecomesOneOfTheTwoExceptions() {
		Values rude = new Values(new RudeCodec(99));

		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> rude.encode(new Object()))
			.withMessageContaining("java.lang.Object cannot be cached by codec rude")
			.withCauseInstanceOf(IllegalStateException.class);
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> rude.decode(99, 0, new byte[0]))
			.withCauseInstanceOf(NoClassDefFoundError.class);
	}

	private @Nullable Object roundTrip(@Nullable Object value) {
		return this.values.decode(ContentEntry.of(this.values.encode(value)));
	}

	private record RudeCodec(int number) implements ValueCodec {

		@Override
		public String name() {
			return "rude";
		}

		@Override
		public byte[] encode(Object value) {
			throw new IllegalStateException("rude");
		}

		@Override
		public Object decode(byte[] bytes, long fingerprint) {
			throw new NoClassDefFoundError("rude");
		}

		@Override
		public long fingerprint(Object value) {
			return 0;
		}

	}

}
