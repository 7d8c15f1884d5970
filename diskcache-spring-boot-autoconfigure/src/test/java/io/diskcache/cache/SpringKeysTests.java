package io.diskcache.cache;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Order;

import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Key;

import static org.assertj.core.api.Assertions.assertThat;

class SpringKeysTests {

	private final KeyCodec keys = SpringKeys.addTo(KeyCodec.standard());

	@Test
	void argumentListsAreToldApartWhoseTextIsTheSame() {
		assertThat(key(new SimpleKey("a, b", "c"))).isNotEqualTo(key(new SimpleKey("a", "b, c")));
		assertThat(key(new SimpleKey("1", 2))).isNotEqualTo(key(new SimpleKey(1, "2")));
		assertThat(key(new SimpleKey("a", 1))).isEqualTo(key(new SimpleKey("a", 1)));
		assertThat(key(SimpleKey.EMPTY)).isEqualTo(key(new SimpleKey()));
	}

	@Test
	void pagesAreTheSameKeyWhereTheyAreEqual() {
		Sort sort = Sort.by(Order.desc("name").ignoreCase().nullsLast(), Order.asc("id"));

		assertThat(key(PageRequest.of(1, 20, sort))).isEqualTo(
				key(PageRequest.of(1, 20, Sort.by(Order.desc("name").ignoreCase().nullsLast(), Order.asc("id")))));
		assertThat(key(PageRequest.of(1, 20))).isNotEqualTo(key(PageRequest.of(2, 20)))
			.isNotEqualTo(key(PageRequest.of(1, 21)))
			.isNotEqualTo(key(PageRequest.of(1, 20, sort)));
		assertThat(key(PageRequest.of(0, 20, Sort.by(Order.desc("name")))))
			.isNotEqualTo(key(PageRequest.of(0, 20, Sort.by(Order.desc("name").ignoreCase()))))
			.isNotEqualTo(key(PageRequest.of(0, 20, Sort.by(Order.desc("name").nullsFirst()))));
	}

	@Test
	void noPageIsAKeyOfItsOrder() {
		assertThat(key(Pageable.unpaged())).isEqualTo(key(Pageable.unpaged()))
			.isNotEqualTo(key(Pageable.unpaged(Sort.by("name"))));
		assertThat(key(Sort.unsorted())).isEqualTo(key(Sort.by(List.of()))).isNotEqualTo(key(Sort.by("name")));
	}

	@Test
	void springsKeysComeBack() {
		Sort sort = Sort.by(Order.desc("name").ignoreCase().nullsLast(), Order.asc("id"));

		assertThat(List.of(new SimpleKey("a", 1), SimpleKey.EMPTY, sort, Sort.unsorted(), PageRequest.of(1, 20, sort),
				Pageable.unpaged(), Pageable.unpaged(sort)))
			.allSatisfy((key) -> assertThat(this.keys.decode(key(key))).isEqualTo(key));
	}

	private Key key(Object key) {
		return this.keys.encode(key);
	}

}
