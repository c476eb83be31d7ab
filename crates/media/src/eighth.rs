//! A JPEG at an eighth of its size, from the mean of each block of 8 × 8 alone (ITU-T T.81).
//!
//! A thumbnail of a large photograph needs neither all of its pixels nor the memory for them. Whatever is not an ordinary
//! whole photograph is left to the full decoder: every irregularity ends in `None`.

use crate::huffman::{Bits, Huffman};
use image::RgbImage;
use image::metadata::Orientation;

/// A picture from its blocks' means.
pub(crate) struct Eighth {
    /// The size of the whole picture as it is stored.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) orientation: Orientation,
    /// One pixel for each block.
    pub(crate) picture: RgbImage,
}

/// Returns the size that a JPEG's frame header tells, as it is stored.
pub(crate) fn stored_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut segments = Segments::begin(bytes)?;
    loop {
        let (marker, body) = segments.next()?;
        if let 0xc0..=0xc2 = marker {
            let frame = Frame::read(body, false)?;
            return Some((frame.width.into(), frame.height.into()));
        }
    }
}

/// Returns the picture of a JPEG at an eighth of its size.
pub(crate) fn decode(bytes: &[u8]) -> Option<Eighth> {
    let mut segments = Segments::begin(bytes)?;
    let mut tables = Tables::default();
    let mut frame: Option<Frame> = None;
    let mut orientation = Orientation::NoTransforms;
    loop {
        let (marker, body) = segments.next()?;
        match marker {
            0xc0..=0xc2 if frame.is_none() => frame = Some(Frame::read(body, marker == 0xc2)?),
            0xc4 => tables.add_huffman(body)?,
            0xdb => tables.add_quantisation(body)?,
            0xdd => tables.restart = u32::from(short(body, 0)?),
            0xda => {
                let frame = frame.as_mut()?;
                segments.at = frame.scan(bytes, segments.at, body, &tables)?;
                if frame.is_whole() {
                    let picture = frame.picture(&tables)?;
                    return Some(Eighth {
                        width: frame.width.into(),
                        height: frame.height.into(),
                        orientation,
                        picture,
                    });
                }
            }
            0xe1 => {
                if let Some(block) = body.strip_prefix(b"Exif\0\0") {
                    orientation = Orientation::from_exif_chunk(block).unwrap_or(orientation);
                }
            }
            0xee => tables.adobe = body.strip_prefix(b"Adobe").and_then(|rest| rest.get(6).copied()).or(tables.adobe),
            // Lossless, hierarchical and arithmetic frames.
            0xc3 | 0xc5..=0xcf | 0xd8 | 0xd9 => return None,
            _ => {}
        }
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The marker segments of a file.
struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    fn begin(bytes: &'a [u8]) -> Option<Self> {
        bytes.starts_with(&[0xff, 0xd8]).then_some(Self { bytes, at: 2 })
    }

    /// Returns the next marker and what belongs to it.
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        if *self.bytes.get(self.at)? != 0xff {
            return None;
        }
        while *self.bytes.get(self.at)? == 0xff {
            self.at += 1;
        }
        let marker = *self.bytes.get(self.at)?;
        self.at += 1;
        if let 0x01 | 0xd0..=0xd9 = marker {
            return Some((marker, &[]));
        }
        let length = usize::from(short(self.bytes, self.at)?);
        let body = self.bytes.get(self.at + 2..self.at + length)?;
        self.at += length;
        Some((marker, body))
    }
}

#[derive(Default)]
struct Tables {
    dc: [Option<Box<Huffman>>; 4],
    ac: [Option<Box<Huffman>>; 4],
    /// The first step of each quantisation table: that of a block's mean.
    means: [u16; 4],
    restart: u32,
    adobe: Option<u8>,
}

impl Tables {
    fn add_huffman(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((head, rest)) = body.split_first() {
            let counts = rest.get(..16)?;
            let total = counts.iter().map(|count| usize::from(*count)).sum::<usize>();
            let values = rest.get(16..16 + total)?;
            let tables = if head >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(head & 15))? = Some(Box::new(Huffman::new(counts, values)?));
            body = rest.get(16 + total..)?;
        }
        Some(())
    }

    fn add_quantisation(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((head, rest)) = body.split_first() {
            let wide = head >> 4 != 0;
            let mean = if wide { short(rest, 0)? } else { u16::from(*rest.first()?) };
            *self.means.get_mut(usize::from(head & 15))? = mean;
            body = rest.get(if wide { 128 } else { 64 }..)?;
        }
        Some(())
    }
}

struct Component {
    id: u8,
    across: u32,
    down: u32,
    quantisation: usize,
    /// Blocks in a row of what is stored, which is filled up to whole units.
    stride: u32,
    means: Vec<i16>,
    /// The lowest bit that is known of the means; `None` before the first scan.
    known: Option<u8>,
}

struct Frame {
    width: u16,
    height: u16,
    progressive: bool,
    most_across: u32,
    most_down: u32,
    components: Vec<Component>,
}

/// What a scan holds of one component.
struct Part<'a> {
    component: usize,
    dc: Option<&'a Huffman>,
    ac: Option<&'a Huffman>,
    last: i32,
}

impl Frame {
    fn read(body: &[u8], progressive: bool) -> Option<Self> {
        let (height, width) = (short(body, 1)?, short(body, 3)?);
        let count = usize::from(*body.get(5)?);
        if *body.first()? != 8 || width == 0 || height == 0 || !matches!(count, 1 | 3) {
            return None;
        }
        let told = body.get(6..6 + count * 3)?;
        let mut components = Vec::with_capacity(count);
        for one in told.chunks_exact(3) {
            let &[id, sampling, quantisation] = one else { return None };
            let (across, down) = (u32::from(sampling >> 4), u32::from(sampling & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) || quantisation > 3 {
                return None;
            }
            let quantisation = usize::from(quantisation);
            components.push(Component { id, across, down, quantisation, stride: 0, means: Vec::new(), known: None });
        }
        let most_across = components.iter().map(|component| component.across).max()?;
        let most_down = components.iter().map(|component| component.down).max()?;
        let mut frame = Self { width, height, progressive, most_across, most_down, components };
        let (across, down) = frame.units();
        for component in &mut frame.components {
            component.stride = across * component.across;
        }
        // So little is kept of each block that even the largest frame is small; the memory is taken with the first scan.
        (u64::from(across) * u64::from(down) <= 1 << 26).then_some(frame)
    }

    /// Returns how many units of all components there are across and down.
    fn units(&self) -> (u32, u32) {
        (u32::from(self.width).div_ceil(8 * self.most_across), u32::from(self.height).div_ceil(8 * self.most_down))
    }

    /// Returns true when the means are known to their last bit.
    fn is_whole(&self) -> bool {
        self.components.iter().all(|component| component.known == Some(0))
    }

    /// Reads one scan; returns where the marker after it begins.
    fn scan(&mut self, bytes: &[u8], from: usize, head: &[u8], tables: &Tables) -> Option<usize> {
        let count = usize::from(*head.first()?);
        let told = head.get(1..1 + count * 2)?;
        let &[first, last, bits] = head.get(1 + count * 2..)? else { return None };
        if self.progressive && first != 0 {
            return skip_scan(bytes, from);
        }
        let (high, low) = if self.progressive { (bits >> 4, bits & 15) } else { (0, 0) };
        let expected_last = if self.progressive { 0 } else { 63 };
        if first != 0 || last != expected_last || low > 13 {
            return None;
        }
        let mut parts = Vec::with_capacity(count);
        for pair in told.chunks_exact(2) {
            let &[id, chosen] = pair else { return None };
            let component = self.components.iter().position(|component| component.id == id)?;
            parts.push(Part {
                component,
                dc: tables.dc.get(usize::from(chosen >> 4))?.as_deref(),
                ac: tables.ac.get(usize::from(chosen & 15))?.as_deref(),
                last: 0,
            });
        }
        let (across, down) = self.units();
        for part in &parts {
            let component = self.components.get_mut(part.component)?;
            let expected = if high == 0 { None } else { Some(high) };
            if component.known != expected || (high != 0 && high != low + 1) {
                return None;
            }
            component.known = Some(low);
            component.means.resize((component.stride * down * component.down) as usize, 0);
        }
        let mut walk = Walk { bits: Bits::new(bytes, from), parts, refines: high != 0, low, whole: !self.progressive };
        if let [only] = walk.parts.as_slice() {
            let alone = only.component;
            walk.alone(self, alone, tables.restart)
        } else {
            walk.together(self, (across, down), tables.restart)
        }
    }

    fn picture(&self, tables: &Tables) -> Option<RgbImage> {
        let (width, height) = (u32::from(self.width).div_ceil(8), u32::from(self.height).div_ceil(8));
        let ids: Vec<u8> = self.components.iter().map(|component| component.id).collect();
        let plain = matches!((tables.adobe, ids.as_slice()), (Some(0), [_, _, _]) | (None, b"RGB"));
        let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
        for y in 0..height {
            for x in 0..width {
                let mut sample = [128_i32; 3];
                for (into, component) in sample.iter_mut().zip(&self.components) {
                    let (bx, by) = (x * component.across / self.most_across, y * component.down / self.most_down);
                    let mean = i32::from(*component.means.get((by * component.stride + bx) as usize)?);
                    let step = i32::from(*tables.means.get(component.quantisation)?);
                    // A step may be far above what an honest file has.
                    *into = ((mean * step + 4).div_euclid(8) + 128).clamp(0, 255);
                }
                let [a, b, c] = sample;
                pixels.extend(if self.components.len() == 1 {
                    [a, a, a].map(to_byte)
                } else if plain {
                    [a, b, c].map(to_byte)
                } else {
                    from_ycc(a, b - 128, c - 128)
                });
            }
        }
        RgbImage::from_raw(width, height, pixels)
    }
}

fn to_byte(n: i32) -> u8 {
    n.clamp(0, 255) as u8
}

/// Returns red, green and blue (JFIF 1.02, page 3), in sixteenths of a thousandth.
fn from_ycc(y: i32, cb: i32, cr: i32) -> [u8; 3] {
    let whole = |n: i32| (n + (1 << 15)) >> 16;
    let red = y + whole(91_881 * cr);
    let green = y - whole(22_554 * cb + 46_802 * cr);
    let blue = y + whole(116_130 * cb);
    [red, green, blue].map(to_byte)
}

/// Returns where the marker after a scan's data begins.
fn skip_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// Goes through the blocks of a scan.
struct Walk<'a> {
    bits: Bits<'a>,
    parts: Vec<Part<'a>>,
    /// Whether this scan adds one bit to means that are known already.
    refines: bool,
    low: u8,
    /// Whether everything else of a block follows its mean.
    whole: bool,
}

impl Walk<'_> {
    /// Reads the blocks of one component, row by row of the picture.
    fn alone(&mut self, frame: &mut Frame, component: usize, restart: u32) -> Option<usize> {
        let (width, height) = (u32::from(frame.width), u32::from(frame.height));
        let (most_across, most_down) = (frame.most_across, frame.most_down);
        let component = frame.components.get_mut(component)?;
        let across = (width * component.across).div_ceil(most_across).div_ceil(8);
        let down = (height * component.down).div_ceil(most_down).div_ceil(8);
        for n in 0..across * down {
            self.restart_before(n, restart)?;
            let at = n / across * component.stride + n % across;
            self.block(0, component.means.get_mut(at as usize)?)?;
        }
        self.bits.end()
    }

    /// Reads units, in each of which every component has its blocks.
    fn together(&mut self, frame: &mut Frame, (across, down): (u32, u32), restart: u32) -> Option<usize> {
        for n in 0..across * down {
            self.restart_before(n, restart)?;
            let (unit_x, unit_y) = (n % across, n / across);
            for part in 0..self.parts.len() {
                let component = frame.components.get_mut(self.parts.get(part)?.component)?;
                for by in 0..component.down {
                    for bx in 0..component.across {
                        let (x, y) = (unit_x * component.across + bx, unit_y * component.down + by);
                        self.block(part, component.means.get_mut((y * component.stride + x) as usize)?)?;
                    }
                }
            }
        }
        self.bits.end()
    }

    fn restart_before(&mut self, n: u32, every: u32) -> Option<()> {
        if n == 0 || every == 0 || !n.is_multiple_of(every) {
            return (!self.bits.is_beyond()).then_some(());
        }
        let mut at = self.bits.end()?;
        while *self.bits.bytes.get(at)? == 0xff {
            at += 1;
        }
        if !matches!(*self.bits.bytes.get(at)?, 0xd0..=0xd7) {
            return None;
        }
        self.bits = Bits::new(self.bits.bytes, at + 1);
        self.parts.iter_mut().for_each(|part| part.last = 0);
        Some(())
    }

    #[inline]
    fn block(&mut self, part: usize, mean: &mut i16) -> Option<()> {
        let part = self.parts.get_mut(part)?;
        if self.refines {
            *mean |= (self.bits.peek(1) as i16) << self.low;
            self.bits.skip(1);
            return Some(());
        }
        let size = part.dc?.read(&mut self.bits)?;
        if size > 15 {
            return None;
        }
        part.last += self.bits.difference(size.into());
        *mean = i16::try_from(i64::from(part.last) << self.low).ok()?;
        if !self.whole {
            return Some(());
        }
        let ac = part.ac?;
        let mut k = 1;
        while k < 64 {
            let both = ac.read(&mut self.bits)?;
            let (run, size) = (u32::from(both >> 4), u32::from(both & 15));
            match (run, size) {
                (15, 0) => k += 16,
                (_, 0) => break,
                _ => {
                    k += run + 1;
                    self.bits.peek(size);
                    self.bits.skip(size);
                }
            }
        }
        (k <= 64).then_some(())
    }
}
