package io.diskcache.sample;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.springframework.core.io.Resource;

/**
 * A picture in memory, without transparency.
 *
 * @param pixels its pixels; not changed
 */
public record Picture(BufferedImage pixels) {

	private static final float QUALITY = 0.85f;

	/**
	 * Reads a file of any format the JDK knows.
	 * @param file the file
	 * @return the picture
	 * @throws IOException if it cannot be read, or is no picture
	 */
	public static Picture read(Resource file) throws IOException {
		try (InputStream bytes = file.getInputStream()) {
			BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(bytes));
			if (image == null) {
				throw new IOException("This is not a picture: " + file);
			}
			return new Picture(image);
		}
	}

	/**
	 * Returns the width.
	 * @return the width in pixels
	 */
	public int width() {
		return this.pixels.getWidth();
	}

	/**
	 * Returns the height.
	 * @return the height in pixels
	 */
	public int height() {
		return this.pixels.getHeight();
	}

	/**
	 * Scales the picture down. One step at most halves it, as the interpolation looks at
	 * few pixels and would leave out the others.
	 * @param width the new width in pixels
	 * @return the scaled picture, of the same shape
	 */
	public Picture scaledTo(int width) {
		Picture picture = this;
		while (picture.width() / 2 > width) {
			picture = picture.redrawn((picture.width() + 1) / 2, (picture.height() + 1) / 2);
		}
		return picture.redrawn(width, Math.max(1, Math.round((float) height() * width / width())));
	}

	/** Paints the picture in oil. */
	Picture oilPainted(int radius) {
		return new Picture(new OilPainting(this.pixels, radius).paint());
	}

	/**
	 * Encodes the picture.
	 * @return a JPEG file
	 * @throws IOException if it cannot be encoded
	 */
	public byte[] toJpeg() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
			ImageWriteParam parameters = writer.getDefaultWriteParam();
			parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			parameters.setCompressionQuality(QUALITY);
			writer.setOutput(out);
			writer.write(null, new IIOImage(this.pixels, null, null), parameters);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

	private Picture redrawn(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		try {
			graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
			graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
			graphics.drawImage(this.pixels, 0, 0, width, height, null);
		}
		finally {
			graphics.dispose();
		}
		return new Picture(image);
	}

}
