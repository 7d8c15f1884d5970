package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Pages of entries, in both orders, by the beginning of their keys, and while others
 * write.
 */
class SelectionTests extends StoreFixture {

	@Test
	void lastStoredFirstIsTheReverse() {
		for (int i = 0; i < 25; i++) {
			put("key" + i, "value" + i);
		}
		List<Key> first = all(Selection.all(), 10).stream().map(Entry::key).toList();
		List<Key> last = new ArrayList<>(all(Selection.all().lastStoredFirst(), 7).stream().map(Entry::key).toList());

		assertThat(first).hasSize(25).startsWith(key("key0"), key("key1"));
		Collections.reverse(last);
		assertThat(last).isEqualTo(first);
	}

	@Test
	void entryThatIsStoredAfterTheFirstPageIsNotMet() {
		IntStream.range(0, 10).forEach((i) -> put("key" + i, "value"));
		Page<Key> first = this.store.keys(Selection.all(), null, 5);
		put("late", "value");
		put("key3", "changed");

		Page<Key> second = this.store.keys(Selection.all(), first.next(), 500);

		assertThat(second.content())
			.containsExactlyElementsOf(IntStream.range(5, 10).mapToObj((i) -> key("key" + i)).toList());
		assertThat(second.next()).isNull();
	}

	@Test
	void nothingIsOnThePageOfAnEmptyStore() {
		assertThat(this.store.keys(Selection.all(), null, 5)).isEqualTo(Page.empty());
		assertThat(this.store.count(Selection.prefix(new byte[] { 'k' }))).isZero();
	}

	@Test
	void keysThatBeginAlikeAreFoundAmongMany() {
		fill(12_000);
		put("user:7", "self");

		List<Key> expected = new ArrayList<>();
		IntStream.range(0, 12_000)
			.filter((i) -> i % 2 == 0 && Integer.toString(i).startsWith("7"))
			.forEach((i) -> expected.add(key("user:" + i + ":x")));
		expected.add(key("user:7"));

		assertThat(all(prefix("user:7"), 100)).extracting(Entry::key).isEqualTo(expected);
		assertThat(this.store.count(prefix("user:"))).isEqualTo(6001);
		assertThat(this.store.keys(prefix("user:").lastStoredFirst(), null, 1).content())
			.containsExactly(key("user:7"));
		assertThat(this.store.count(prefix("none"))).isZero();
	}

	@Test
	void keysThatBeginAlikeAreRemoved() {
		fill(12_000);

		assertThat(this.store.remove(prefix("user:"))).isEqualTo(6000);

		assertThat(this.store.count()).isEqualTo(6000);
		assertThat(this.store.count(prefix("user:"))).isZero();
		assertThat(read("item:1:x")).isEqualTo("value");
	}

	@Test
	void highestBytesBeginKeysToo() {
		Key highest = Key.of(new byte[] { 'a', (byte) 0xFF, (byte) 0xFF, 1 });
		this.store.put(highest, content("1"), null);
		put("b", "2");

		assertThat(this.store.keys(Selection.prefix(new byte[] { 'a', (byte) 0xFF, (byte) 0xFF }), null, 10).content())
			.containsExactly(highest);
	}

	@Test
	void beginningOfKeysIsNotEmpty() {
		assertThatIllegalArgumentException().isThrownBy(() -> Selection.prefix(new byte[0]))
			.withMessageContaining("1 to 4096");
		assertThatIllegalArgumentException().isThrownBy(() -> Selection.prefix(new byte[Key.MAX_LENGTH + 1]));
	}

	@Test
	void whatStaysIsMetExactlyOnceWhileOthersWrite() throws InterruptedException {
		IntStream.range(0, 2000).forEach((i) -> put("stays" + i, "value"));
		AtomicBoolean over = new AtomicBoolean();
		Thread writer = new Thread(() -> {
			for (int i = 0; !over.get(); i++) {
				put("comes" + i, "value");
				put("stays" + i % 2000, "changed");
				this.store.remove(key("comes" + (i - 50)));
			}
		});
		writer.start();
		try {
			for (Selection selection : List.of(Selection.all(), Selection.all().lastStoredFirst(), prefix("stays"))) {
				List<Key> met = new ArrayList<>();
				Page.Mark mark = null;
				do {
					Page<Key> page = this.store.keys(selection, mark, 13);
					met.addAll(page.content());
					mark = page.next();
				}
				while (mark != null);
				assertThat(met).doesNotHaveDuplicates();
				Set<Key> all = new HashSet<>(met);
				assertThat(IntStream.range(0, 2000).filter((i) -> !all.contains(key("stays" + i)))).isEmpty();
			}
		}
		finally {
			over.set(true);
			writer.join();
		}
	}

	private void fill(int count) {
		this.store.transact(() -> {
			for (int i = 0; i < count; i++) {
				put(((i % 2 == 0) ? "user:" : "item:") + i + ":x", "value");
			}
			return true;
		});
	}

	private static Selection prefix(String beginning) {
		return Selection.prefix(beginning.getBytes(StandardCharsets.UTF_8));
	}

}
