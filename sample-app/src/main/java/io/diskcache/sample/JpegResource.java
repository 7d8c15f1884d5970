package io.diskcache.sample;

import java.time.Instant;

import org.springframework.core.io.ByteArrayResource;

/**
 * A JPEG file in memory. The cache keeps name and date beside the bytes, and knows the
 * content type by the name.
 */
final class JpegResource extends ByteArrayResource {

	private final String fileName;

	private final Instant made;

	JpegResource(String fileName, byte[] bytes, Instant made) {
		super(bytes, fileName);
		this.fileName = fileName;
		this.made = made;
	}

	@Override
	public String getFilename() {
		return this.fileName;
	}

	@Override
	public long lastModified() {
		return this.made.toEpochMilli();
	}

}
