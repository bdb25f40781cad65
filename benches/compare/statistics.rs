//! Medians and quartiles.

/// The middle of some numbers, and the middles of their halves.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub p25: f64,
    pub median: f64,
    pub p75: f64,
}

impl Spread {
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = part * (sorted.len() - 1) as f64;
            let (below, above) = (
                sorted[place.floor() as usize],
                sorted[place.ceil() as usize],
            );
            below + (above - below) * place.fract()
        };
        Self {
            p25: at(0.25),
            median: at(0.5),
            p75: at(0.75),
        }
    }

    /// Of one number over another, round by round.
    pub fn of_ratio(numbers: &[f64], others: &[f64]) -> Self {
        Self::of(numbers.iter().zip(others).map(|(one, other)| one / other))
    }
}
