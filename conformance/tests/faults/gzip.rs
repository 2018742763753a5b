//! A gzip file that is small, and is not when somebody unpacks it.

/// The bytes of `count` zeros, in fixed Huffman codes: a zero, then "258 times the byte before".
///
/// It lacks the checksum at its end, which nobody reaches who stops at a limit.
pub(crate) fn zeros(count: usize) -> Vec<u8> {
    const REPEAT: usize = 258;
    let mut bits = Bits {
        bytes: b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec(),
        free: 0,
    };
    // The last block, with fixed codes; numbers begin at the low bit, codes at the high one.
    for bit in [1, 1, 0] {
        bits.push(bit);
    }
    bits.code(0b0011_0000, 8);
    for _ in 0..count / REPEAT {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    bits.bytes
}

struct Bits {
    bytes: Vec<u8>,
    /// How many high bits of the last byte are not taken yet.
    free: u32,
}

impl Bits {
    fn push(&mut self, bit: u8) {
        if self.free == 0 {
            self.bytes.push(0);
            self.free = 8;
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= bit << (8 - self.free);
        }
        self.free -= 1;
    }

    fn code(&mut self, code: u16, length: u32) {
        for at in (0..length).rev() {
            self.push(u8::from(code >> at & 1 == 1));
        }
    }
}
