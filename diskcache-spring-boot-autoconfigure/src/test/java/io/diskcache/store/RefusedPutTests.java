package io.diskcache.store;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A put that is refused changes its key all the same: older loads come too late. */
class RefusedPutTests extends StoreFixture {

	private static final PutOptions PLAIN = PutOptions.of(null);

	@Override
	StoreOptions options() {
		return StoreOptions.defaults().withMaxValueSize(100);
	}

	@Test
	void valueThatIsTooLargeOvertakesALoad() {
		Fence one = this.store.fence(key("one"));
		Fence many = this.store.fence(key("many"));

		assertThat(this.store.put(key("one"), content(101, 1), null)).isFalse();
		assertThat(this.store.writeAll(Map.of(key("many"), content(101, 1)), PLAIN)).containsExactly(key("many"));

		requireOvertaken("one", one);
		requireOvertaken("many", many);
		assertThat(this.store.statistics().tombstones()).isZero();
	}

	@Test
	void valueForWhichThereIsNoSpaceOvertakesALoad() {
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), Long.MAX_VALUE / 2, this.clock);
		this.store = this.directory.open("test", options());
		Fence one = this.store.fence(key("one"));
		Fence many = this.store.fence(key("many"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put("one", "new"));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.writeAll(Map.of(key("many"), content("new")), PLAIN));

		assertThat(this.store.fence(key("one")).isSameStateAs(one)).isFalse();
		assertThat(this.store.fence(key("many")).isSameStateAs(many)).isFalse();
		assertThat(this.store.statistics().tombstones()).isZero();
	}

	@Test
	void conditionThatDoesNotHoldOvertakesNothing() {
		Fence fence = this.store.fence(key("ada"));

		assertThat(this.store.write(key("ada"), content(101, 1), PLAIN.withFence(fence))).isNull();

		assertThat(this.store.write(key("ada"), content("loaded"), PLAIN.withFence(fence))).isNotNull();
	}

	private void requireOvertaken(String key, Fence fence) {
		assertThat(this.store.write(key(key), content("older"), PLAIN.withFence(fence))).isNull();
		assertThat(read(key)).isNull();
	}

}
