package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.diskcache.benchmarks.Places;

/** The processes of one kind, and their store. They rest while others have their turn. */
final class Side implements AutoCloseable {

	private final String name;

	private final Path place;

	private final Workers workers;

	private final List<Double> rates = new ArrayList<>();

	private long done;

	private Side(String name, Path place, Workers workers) {
		this.name = name;
		this.place = place;
		this.workers = workers;
	}

	/** Starts processes, and waits until they are warm. */
	static Side start(String name, int processes, Maker maker) throws IOException {
		Path place = Places.create();
		IntFunction<ProcessBuilder> builders = maker.at(place);
		var side = new Side(name, place, Workers.start(IntStream.range(0, processes).mapToObj(builders).toList()));
		try {
			side.workers.await();
			return side;
		}
		catch (IOException | RuntimeException ex) {
			side.close();
			throw ex;
		}
	}

	String name() {
		return this.name;
	}

	/** Operations per second of all processes in each turn. */
	List<Double> rates() {
		return this.rates;
	}

	/** The same to those of another side in the turns beside. */
	List<Double> ratesTo(Side other) {
		return IntStream.range(0, this.rates.size())
			.mapToObj((turn) -> this.rates.get(turn) / other.rates.get(turn))
			.toList();
	}

	Path place() {
		return this.place;
	}

	/** Lets them work, and returns how many operations they have done in all turns. */
	long turn(int millis) throws IOException {
		this.workers.say(Integer.toString(millis));
		long now = this.workers.await();
		this.rates.add((now - this.done) * 1000.0 / millis);
		this.done = now;
		return now;
	}

	List<Tally> end() throws IOException, InterruptedException {
		return this.workers.end();
	}

	@Override
	public void close() {
		this.workers.close();
		Places.delete(this.place);
	}

	/** Makes processes that work at a place. */
	interface Maker {

		IntFunction<ProcessBuilder> at(Path place);

	}

}
