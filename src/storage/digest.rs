//! A digest that notices changes: FNV-1a, 64 bits. It guards against accidents (a cut file, a torn record, a file that
//! another program rewrote), never against an attacker.

/// A running digest. Feeding it in pieces gives the same as feeding it in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest(u64);

impl Digest {
    /// The digest of nothing.
    pub(crate) const EMPTY: Digest = Digest(0xcbf2_9ce4_8422_2325);

    /// The digest of what came before and these bytes.
    pub(crate) fn and(self, bytes: &[u8]) -> Digest {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        Digest(bytes.iter().fold(self.0, |digest, byte| (digest ^ u64::from(*byte)).wrapping_mul(PRIME)))
    }

    /// The digest of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Digest {
        Self::EMPTY.and(bytes)
    }

    /// As a number.
    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn the_digest_is_fnv_1a_and_can_be_fed_in_pieces() {
        // Test vectors of the authors of FNV.
        assert_eq!(Digest::of(b"").value(), 0xcbf2_9ce4_8422_2325);
        assert_eq!(Digest::of(b"a").value(), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(Digest::of(b"foobar").value(), 0x8594_4171_f739_67e8);
        assert_eq!(Digest::of(b"foo").and(b"bar"), Digest::of(b"foobar"));
    }
}
