//! How long something usually takes.

/// The median of earlier durations, in their unit. None when there are none. Of an even number the longer of the two in the middle: a
/// promise should rather be kept than broken.
pub fn usual(durations: &[u32]) -> Option<u32> {
    let mut sorted = durations.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::usual;

    #[test]
    fn the_median_ignores_outliers() {
        assert_eq!(usual(&[]), None);
        assert_eq!(usual(&[7]), Some(7));
        assert_eq!(usual(&[600, 5, 610]), Some(600));
        assert_eq!(usual(&[10, 20]), Some(20));
    }
}
