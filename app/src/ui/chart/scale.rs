//! How high a chart reaches.

/// The round number at the top: 1, 2 or 5 with zeros, not below the highest value.
pub(super) fn top(highest: f64) -> f64 {
    if !highest.is_finite() || highest <= 0.0 {
        return 1.0;
    }
    let unit = 10_f64.powf(highest.log10().floor());
    let fits = [1.0, 2.0, 5.0].into_iter().map(|step| step * unit).find(|top| *top >= highest);
    fits.unwrap_or(10.0 * unit)
}

/// A small number as a coordinate.
pub(super) fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::top;

    #[test]
    fn the_top_is_round_and_nothing_stands_out() {
        for (highest, expected) in [
            (0.0, 1.0),
            (f64::NAN, 1.0),
            (1.0, 1.0),
            (1.2, 2.0),
            (3.0, 5.0),
            (7.0, 10.0),
            (430.0, 500.0),
            (0.03, 0.05),
        ] {
            assert!((top(highest) - expected).abs() < 1e-9, "{highest}: {}", top(highest));
        }
    }
}
