//! The source of the random bits of ids.

use domain::id::Entropy;

/// Bytes asked of the system at once: one call for 256 ids, which keeps the call off the hot path.
const POOL_BYTES: usize = 4096;

/// The operating system's generator, read in pieces.
pub struct SystemEntropy {
    pool: Box<[u8; POOL_BYTES]>,
    used: usize,
}

impl std::fmt::Debug for SystemEntropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemEntropy").finish_non_exhaustive()
    }
}

impl SystemEntropy {
    pub fn new() -> Self {
        Self {
            pool: Box::new([0; POOL_BYTES]),
            used: POOL_BYTES,
        }
    }
}

impl Default for SystemEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for SystemEntropy {
    /// # Panics
    /// When the operating system has no random bits to give. Ids that repeat would be worse.
    fn bits(&mut self) -> u128 {
        if self.used + 16 > POOL_BYTES {
            getrandom::fill(self.pool.as_mut_slice())
                .expect("the operating system gives random bits");
            self.used = 0;
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.pool[self.used..self.used + 16]);
        self.pool[self.used..self.used + 16].fill(0);
        self.used += 16;
        u128::from_be_bytes(bytes)
    }
}

/// Counts up, for tests and simulations. The same run makes the same ids.
#[derive(Debug, Default)]
pub struct CounterEntropy(pub u64);

impl Entropy for CounterEntropy {
    fn bits(&mut self) -> u128 {
        self.0 += 1;
        // Ids take the upper 80 bits.
        u128::from(self.0) << 48
    }
}

/// Numbers that follow from a seed (`SplitMix64`: Steele, Lea and Flood 2014): the same seed makes the same ids. For
/// simulations whose ids should look like any; nothing secret may follow from it.
#[derive(Debug, Clone)]
pub struct SeededEntropy(u64);

impl SeededEntropy {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Entropy for SeededEntropy {
    fn bits(&mut self) -> u128 {
        (u128::from(self.next()) << 64) | u128::from(self.next())
    }
}

#[cfg(test)]
mod tests {
    use super::{CounterEntropy, Entropy as _, SystemEntropy};

    #[test]
    fn bits_do_not_repeat_when_the_pool_is_filled_again() {
        let mut entropy = SystemEntropy::new();
        let bits: std::collections::BTreeSet<u128> = (0..1000).map(|_| entropy.bits()).collect();
        assert_eq!(bits.len(), 1000);
    }

    #[test]
    fn counted_bits_are_the_same_in_every_run() {
        let (mut one, mut other) = (CounterEntropy(7), CounterEntropy(7));
        assert_eq!(one.bits(), other.bits());
        assert_ne!(one.bits(), CounterEntropy(7).bits());
    }
}
