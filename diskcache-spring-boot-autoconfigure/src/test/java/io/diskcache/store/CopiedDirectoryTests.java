package io.diskcache.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A directory that is copied while nobody uses it, changed there, and copied back. */
class CopiedDirectoryTests extends StoreFixture {

	private static final int LARGE = 200_000;

	@ParameterizedTest
	@EnumSource
	void whatWasChangedElsewhereIsFoundAtHome(Copying copying) throws IOException {
		Path home = this.temp.resolve("data");
		Path elsewhere = this.temp.resolve("elsewhere");
		put("kept", "1");
		put("changed", "2");
		put("removed", "3");
		this.store.put(key("large"), content(LARGE, 1), null);
		this.directory.close();
		copying.copy(home, elsewhere);

		this.directory = StoreDirectory.open(elsewhere, 0, this.clock);
		this.store = this.directory.open("test", options());
		put("changed", "20");
		put("new", "4");
		this.store.remove(key("removed"));
		this.store.put(key("large"), content(LARGE, 2), null);
		this.directory.close();
		copying.copy(elsewhere, home);

		open();
		assertThat(read("kept")).isEqualTo("1");
		assertThat(read("changed")).isEqualTo("20");
		assertThat(read("removed")).isNull();
		assertThat(read("new")).isEqualTo("4");
		assertThat(readBytes("large")).isEqualTo(bytes(LARGE, 2));
		put("changed", "200");
		assertThat(read("changed")).isEqualTo("200");
		this.store.check(true);
		assertThat(this.store.check(false)).isEmpty();
	}

	private enum Copying {

		/** All is deleted first. */
		ANEW {

			@Override
			void copy(Path from, Path to) throws IOException {
				FileSystemUtils.deleteRecursively(to);
				FileSystemUtils.copyRecursively(from, to);
			}

		},

		/** Files are written over, and those that are only there stay. */
		IN_PLACE {

			@Override
			void copy(Path from, Path to) throws IOException {
				each(from, to, (source, target) -> Files.write(target, Files.readAllBytes(source)));
			}

		},

		/** Files are replaced by new ones, and those that are only there stay. */
		BY_RENAMING {

			@Override
			void copy(Path from, Path to) throws IOException {
				each(from, to, (source, target) -> {
					Path temporary = Files.write(target.resolveSibling(".part"), Files.readAllBytes(source));
					Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
				});
			}

		};

		abstract void copy(Path from, Path to) throws IOException;

		static void each(Path from, Path to, Step step) throws IOException {
			Files.walkFileTree(from, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
						throws IOException {
					Files.createDirectories(to.resolve(from.relativize(directory)));
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					step.copy(file, to.resolve(from.relativize(file)));
					return FileVisitResult.CONTINUE;
				}

			});
		}

	}

	@FunctionalInterface
	private interface Step {

		void copy(Path source, Path target) throws IOException;

	}

}
