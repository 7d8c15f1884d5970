package io.diskcache.codec;

/**
 * First byte of each encoded element of a key. The numbers are on disk: new ones may be
 * added, none may change. {@link #END} closes what has no fixed length and sorts before
 * every tag.
 */
final class KeyTag {

	static final int END = 0x00;

	static final int NULL = 0x01;

	static final int BOOLEAN = 0x02;

	static final int BYTE = 0x03;

	static final int SHORT = 0x04;

	static final int INTEGER = 0x05;

	static final int LONG = 0x06;

	static final int BIG_INTEGER = 0x07;

	static final int FLOAT = 0x08;

	static final int DOUBLE = 0x09;

	static final int BIG_DECIMAL = 0x0A;

	static final int CHARACTER = 0x0B;

	static final int STRING = 0x0C;

	static final int UUID = 0x0D;

	static final int ENUM = 0x0E;

	static final int CLASS = 0x0F;

	static final int BYTES = 0x10;

	static final int BOOLEANS = 0x11;

	static final int SHORTS = 0x12;

	static final int CHARACTERS = 0x13;

	static final int INTEGERS = 0x14;

	static final int LONGS = 0x15;

	static final int FLOATS = 0x16;

	static final int DOUBLES = 0x17;

	static final int OBJECTS = 0x18;

	static final int LIST = 0x20;

	static final int SET = 0x21;

	static final int MAP = 0x22;

	static final int MAP_ENTRY = 0x23;

	static final int OPTIONAL = 0x24;

	static final int RECORD = 0x25;

	static final int REGISTERED = 0x26;

	static final int LOCAL_DATE = 0x30;

	static final int LOCAL_TIME = 0x31;

	static final int LOCAL_DATE_TIME = 0x32;

	static final int INSTANT = 0x33;

	static final int DURATION = 0x34;

	static final int PERIOD = 0x35;

	static final int YEAR = 0x36;

	static final int YEAR_MONTH = 0x37;

	static final int MONTH_DAY = 0x38;

	static final int OFFSET_DATE_TIME = 0x39;

	static final int OFFSET_TIME = 0x3A;

	static final int ZONED_DATE_TIME = 0x3B;

	static final int ZONE_REGION = 0x3C;

	static final int ZONE_OFFSET = 0x3D;

	static final int LOCALE = 0x40;

	static final int URI = 0x41;

	static final int CURRENCY = 0x42;

	static final int DATE = 0x43;

	static final int DIGEST = 0x7F;

	private KeyTag() {
	}

}
