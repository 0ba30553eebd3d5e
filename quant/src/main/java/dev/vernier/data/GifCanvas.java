package dev.vernier.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/// Where the first frame of a GIF picture lies on its canvas, which may be larger.
///
/// @param width of the canvas
/// @param height of the canvas
record GifCanvas(int width, int height, int left, int top) {
    static GifCanvas of(ImageReader reader) throws IOException {
        Element screen = child(reader.getStreamMetadata(), "LogicalScreenDescriptor");
        Element frame = child(reader.getImageMetadata(0), "ImageDescriptor");
        int left = number(frame, "imageLeftPosition");
        int top = number(frame, "imageTopPosition");
        return new GifCanvas(Math.max(number(screen, "logicalScreenWidth"), left + reader.getWidth(0)),
                Math.max(number(screen, "logicalScreenHeight"), top + reader.getHeight(0)), left, top);
    }

    private static Element child(IIOMetadata metadata, String name) throws IOException {
        Node root = metadata.getAsTree(metadata.getNativeMetadataFormatName());
        NodeList found = ((Element) root).getElementsByTagName(name);
        if (found.getLength() == 0) {
            throw new IOException("no " + name);
        }
        return (Element) found.item(0);
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    /// The whole canvas: around the frame lies the transparent colour, or else the first one of the palette.
    BufferedImage with(BufferedImage frame) {
        if (frame.getWidth() == width && frame.getHeight() == height
                || !(frame.getColorModel() instanceof IndexColorModel palette)) {
            return frame;
        }
        BufferedImage canvas = new BufferedImage(palette,
                palette.createCompatibleWritableRaster(width, height), false, null);
        int[] around = new int[width];
        Arrays.fill(around, Math.max(0, palette.getTransparentPixel()));
        for (int y = 0; y < height; y++) {
            canvas.getRaster().setSamples(0, y, width, 1, 0, around);
        }
        canvas.getRaster().setRect(left, top, frame.getRaster());
        return canvas;
    }
}
