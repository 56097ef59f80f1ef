//! Pictures: made for tests, and read back from screenshots.

/// A PNG of noise, which no encoder makes small: `seed` tells one from another.
pub fn noise(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fastest);
    let mut state = seed | 1;
    let bytes: Vec<u8> = (0..width * height * 3)
        .map(|_| {
            // xorshift32: enough to look like nothing.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .collect();
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&bytes).expect("an image");
    writer.finish().expect("an end");
    out
}

/// Width, height and bytes of the pixels of a PNG.
pub fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut out = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut out).expect("pixels");
    (frame.width, frame.height, out)
}

/// Width and height of a JPEG, from its frame header.
pub fn size(jpeg: &[u8]) -> (u16, u16) {
    assert!(jpeg.starts_with(&[0xff, 0xd8]), "a JPEG");
    let two = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
    let mut at = 2;
    loop {
        match jpeg[at + 1] {
            // Baseline or progressive frame: length, precision, height, width.
            0xc0 | 0xc2 => return (two(at + 7), two(at + 5)),
            _ => at += 2 + usize::from(two(at + 2)),
        }
    }
}
