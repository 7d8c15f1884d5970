package io.diskcache.codec;

import java.util.Map;

/**
 * Arrays of primitives, in the order of their elements (bytes unsigned, all others as
 * {@code java.util.Arrays.compare} has it). A byte before each element tells it from the
 * end, so that the beginning of an array is a range of keys.
 */
final class ArrayForms {

	private static final int MORE = 1;

	private ArrayForms() {
	}

	static void addTo(Map<Class<?>, KeyForm<?>> forms) {
		ScalarForms.add(forms, byte[].class, (value, out) -> out.tag(KeyTag.BYTES).putBytes(value));
		ScalarForms.add(forms, boolean[].class, ArrayForms::writeBooleans);
		ScalarForms.add(forms, short[].class, ArrayForms::writeShorts);
		ScalarForms.add(forms, char[].class, ArrayForms::writeCharacters);
		ScalarForms.add(forms, int[].class, ArrayForms::writeIntegers);
		ScalarForms.add(forms, long[].class, ArrayForms::writeLongs);
		ScalarForms.add(forms, float[].class, ArrayForms::writeFloats);
		ScalarForms.add(forms, double[].class, ArrayForms::writeDoubles);
	}

	static void addReadings(Map<Integer, KeyReading> readings) {
		readings.put(KeyTag.BYTES, KeyReader::escapedBytes);
		readings.put(KeyTag.BOOLEANS, ArrayForms::readBooleans);
		readings.put(KeyTag.SHORTS, ArrayForms::readShorts);
		readings.put(KeyTag.CHARACTERS, ArrayForms::readCharacters);
		readings.put(KeyTag.INTEGERS, ArrayForms::readIntegers);
		readings.put(KeyTag.LONGS, ArrayForms::readLongs);
		readings.put(KeyTag.FLOATS, ArrayForms::readFloats);
		readings.put(KeyTag.DOUBLES, ArrayForms::readDoubles);
	}

	private static void writeBooleans(boolean[] array, KeyWriter out) {
		out.tag(KeyTag.BOOLEANS);
		for (boolean element : array) {
			out.tag(MORE).put(element ? 1 : 0);
		}
		out.tag(KeyTag.END);
	}

	private static Object readBooleans(KeyReader in) {
		boolean[] array = new boolean[in.count(1)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.next() != 0;
		}
		return array;
	}

	private static void writeShorts(short[] array, KeyWriter out) {
		out.tag(KeyTag.SHORTS);
		for (short element : array) {
			out.tag(MORE).putShort(element);
		}
		out.tag(KeyTag.END);
	}

	private static Object readShorts(KeyReader in) {
		short[] array = new short[in.count(Short.BYTES)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.nextShort();
		}
		return array;
	}

	private static void writeCharacters(char[] array, KeyWriter out) {
		out.tag(KeyTag.CHARACTERS);
		for (char element : array) {
			out.tag(MORE).putChar(element);
		}
		out.tag(KeyTag.END);
	}

	private static Object readCharacters(KeyReader in) {
		char[] array = new char[in.count(Character.BYTES)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.nextChar();
		}
		return array;
	}

	private static void writeIntegers(int[] array, KeyWriter out) {
		out.tag(KeyTag.INTEGERS);
		for (int element : array) {
			out.tag(MORE).putInt(element);
		}
		out.tag(KeyTag.END);
	}

	private static Object readIntegers(KeyReader in) {
		int[] array = new int[in.count(Integer.BYTES)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.nextInt();
		}
		return array;
	}

	private static void writeLongs(long[] array, KeyWriter out) {
		out.tag(KeyTag.LONGS);
		for (long element : array) {
			out.tag(MORE).putLong(element);
		}
		out.tag(KeyTag.END);
	}

	private static Object readLongs(KeyReader in) {
		long[] array = new long[in.count(Long.BYTES)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.nextLong();
		}
		return array;
	}

	private static void writeFloats(float[] array, KeyWriter out) {
		out.tag(KeyTag.FLOATS);
		for (float element : array) {
			out.tag(MORE).putFloat(element);
		}
		out.tag(KeyTag.END);
	}

	private static Object readFloats(KeyReader in) {
		float[] array = new float[in.count(Float.BYTES)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.nextFloat();
		}
		return array;
	}

	private static void writeDoubles(double[] array, KeyWriter out) {
		out.tag(KeyTag.DOUBLES);
		for (double element : array) {
			out.tag(MORE).putDouble(element);
		}
		out.tag(KeyTag.END);
	}

	private static Object readDoubles(KeyReader in) {
		double[] array = new double[in.count(Double.BYTES)];
		for (int i = 0; !in.atEnd(); i++) {
			in.next();
			array[i] = in.nextDouble();
		}
		return array;
	}

}
