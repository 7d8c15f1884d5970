package io.diskcache.codec;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Classes of values for the tests of the JSON codec, none of them serialisable.
 */
final class JsonSamples {

	record Line(String article, long count, BigDecimal price) {
	}

	record Order(int id, Line first, List<Line> lines, @Nullable Line gift) {

		static Order of(int id) {
			Line line = new Line("a" + id, id, new BigDecimal("1.50"));
			return new Order(id, line, List.of(line, line), null);
		}

	}

	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(float side, Colour colour) implements Shape {
	}

	enum Colour {

		RED, GREEN {
			@Override
			public String toString() {
				return "green";
			}
		}

	}

	enum Vague {

		ONE, TWO;

		@Override
		public String toString() {
			return "same";
		}

	}

	record Places(Object any, Shape shape, Shape[] shapes, Number number, Comparable<?> comparable, CharSequence text,
			Collection<? extends Shape> some) {
	}

	record Declared(Iterable<Line> lines, Serializable any, Enum<?> constant, Temporal temporal, ZoneId zone, Date date,
			Object[] objects, Record record, int[][] matrix, List<int[]> arrays, Queue<Line> queue,
			SortedMap<Long, Line> sorted, EnumMap<Colour, Line> byColour, EnumSet<Colour> colours, Iterable<?>[] all,
			AbstractList<? super Line> list, Collection<Map<Colour, Object>> raw, LinkedHashMap<Line, Line> linked,
			Set<Comparable<?>> ordered) {
	}

	record Optionals(@Nullable Optional<String> text, Optional<Object> any, Optional<Optional<Line>> nested,
			OptionalInt number, AtomicReference<Line> reference) {
	}

	record Maps(Map<Integer, Line> byNumber, Map<Line, Set<Colour>> byRecord, Map.Entry<Line, Long> entry,
			Map<String, List<Map<Long, Shape>>> deep) {
	}

	record Primitives(boolean truth, byte one, short two, char unit, int four, long eight, float real, double twice,
			byte[] bytes, double[] numbers, @Nullable Long boxed, Colour colour) {
	}

	record Box<T>(T content) {
	}

	record Boxes(Box<Line> line, Box<List<Line>> lines, Box<Object> any, Box<Box<Long>> boxed) {
	}

	/** With a constructor without parameters, private state and a superclass. */
	static class Account {

		private String owner = "";

		private @Nullable Object note;

		private transient int uses;

		static Account of(String owner, @Nullable Object note) {
			Account account = new Account();
			account.owner = owner;
			account.note = note;
			account.uses = 3;
			return account;
		}

		int uses() {
			return this.uses;
		}

		public String getSomethingElse() {
			return this.owner + this.uses;
		}

		public void setAnother(String another) {
			throw new IllegalStateException(another);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other != null && other.getClass() == getClass() && other.toString().equals(toString());
		}

		@Override
		public int hashCode() {
			return toString().hashCode();
		}

		@Override
		public String toString() {
			return this.owner + this.note;
		}

	}

	static final class SavingsAccount extends Account {

		private double rate;

		static SavingsAccount of(double rate) {
			SavingsAccount account = new SavingsAccount();
			account.rate = rate;
			return account;
		}

		@Override
		public String toString() {
			return super.toString() + this.rate;
		}

	}

	/** Without a constructor but the one for all fields, and annotated for others. */
	static class Immutable {

		private final String name;

		@JsonIgnore
		private final String password;

		@JsonProperty("xs")
		private final List<Integer> numbers;

		Immutable(List<Integer> numbers, String name, String password) {
			this.name = name;
			this.password = password;
			this.numbers = numbers;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Immutable same && same.name.equals(this.name) && same.password.equals(this.password)
					&& same.numbers.equals(this.numbers);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.password);
		}

	}

	/** What others may see is not what it holds. */
	record Masked(String secret) {

		@Override
		public String secret() {
			return "***";
		}

	}

	record Wrapping(Wrapped wrapped) {
	}

	static final class Wrapped {

		private final String text;

		Wrapped(String text) {
			this.text = text;
		}

		static Wrapped valueOf(String text) {
			throw new IllegalStateException(text);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Wrapped same && same.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

	/** All its fields have defaults, one is final. */
	static final class HalfFinal {

		private final List<String> names = new ArrayList<>();

		int size() {
			return this.names.size();
		}

	}

	static final class OtherParameters {

		private final String name;

		OtherParameters(String aName) {
			this.name = aName;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	static final class OwnList extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

	}

	static final class OwnFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	static class Shadowing extends Account {

		private String owner = "";

		String again(String another) {
			this.owner = another;
			return this.owner;
		}

	}

	record Foreign(@Nullable StringBuilder text) {
	}

	record Fussy(int number) {

		Fussy {
			if (number != 0 && StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("decode")))) {
				throw new IllegalStateException("not again: " + number);
			}
		}

	}

	record Loop(List<Object> itself) {

		static Loop endless() {
			Loop loop = new Loop(new ArrayList<>());
			loop.itself().add(loop);
			return loop;
		}

	}

	interface Task extends Runnable, Serializable {

	}

	private JsonSamples() {
	}

	static List<Object> all() {
		Line line = new Line("a", 1, new BigDecimal("1.50"));
		Order order = Order.of(7);
		Shape square = new Square(0.1f, Colour.GREEN);
		return List.of(order, List.of(order, Order.of(8)), Map.of(1, order, 2, Order.of(9)), square,
				List.of(new Circle(0.1), square), new Box<>(line), new Box<>(5L), new Box<>(Vague.TWO),
				new Places(line, square, new Shape[0], 1L, 'c', "text", List.of(square)),
				new Places(1, new Circle(1), new Shape[0], 1, "1", "", Set.of()),
				new Places(1.5, new Circle(Double.NaN), new Shape[0], 1.5, 2.5f, "", List.of()),
				new Places(Colour.GREEN, square, new Shape[0], new BigDecimal("1E+3"), Colour.RED, "", List.of()),
				new Optionals(null, Optional.empty(), Optional.of(Optional.empty()), OptionalInt.of(1),
						new AtomicReference<>()),
				new Boxes(new Box<>(line), new Box<>(List.of(line)), new Box<>(line), new Box<>(new Box<>(1L))),
				new Declared(new ArrayList<>(List.of(line)), 5L, Colour.GREEN, Instant.EPOCH, ZoneId.of("Europe/Paris"),
						new Date(1), new Object[] { 1, line, 2L }, line, new int[][] { { 1 } },
						List.of(new int[] { 2 }), new LinkedList<>(List.of(line)), new TreeMap<>(Map.of(5L, line)),
						new EnumMap<>(Map.of(Colour.GREEN, line)), EnumSet.of(Colour.GREEN),
						new Iterable<?>[] { List.of(line) }, new ArrayList<>(List.of(line)),
						List.of(Map.of(Colour.RED, line)), new LinkedHashMap<>(Map.of(line, line)),
						new TreeSet<>(List.of(2L, 1L))),
				new Wrapping(new Wrapped("w")), new Masked("m"), new Wrapped("x"),
				new Maps(Map.of(1, line), Map.of(line, Set.of(Colour.RED, Colour.GREEN)), Map.entry(line, 3L),
						Map.of("a", List.of(Map.of(1L, square)))),
				Account.of("me", List.of(line)), SavingsAccount.of(0.5), List.of(Account.of("a", SavingsAccount.of(1))),
				new Immutable(List.of(1), "n", "p"), new Loop(List.of(new Loop(List.of()))));
	}

}
