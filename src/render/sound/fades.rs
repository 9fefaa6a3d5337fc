//! How loud the music is at each moment of the film, between 0 and 1.

/// 5 ms at 48 kHz: even a film that asks for no fade must not end in a click.
const SHORTEST_END: u64 = 240;

/// A raised cosine at either end; times in samples.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fades {
    total: u64,
    fade_in: u64,
    fade_out: u64,
}

impl Fades {
    pub(crate) fn new(total: u64, fade_in: u64, fade_out: u64) -> Self {
        Self { total, fade_in: fade_in.min(total), fade_out: fade_out.max(SHORTEST_END).min(total) }
    }

    /// The gain at a sample of the film.
    pub(crate) fn gain(&self, sample: u64) -> f32 {
        rise(sample, self.fade_in) * rise(self.total.saturating_sub(sample + 1), self.fade_out)
    }
}

fn rise(at: u64, over: u64) -> f32 {
    if at >= over {
        return 1.0;
    }
    let way = (at as f64 + 0.5) / over as f64;
    (0.5 - 0.5 * (way * std::f64::consts::PI).cos()) as f32
}

#[cfg(test)]
mod tests {
    use super::Fades;

    #[test]
    fn it_rises_stays_and_falls() {
        let fades = Fades::new(10_000, 1_000, 2_000);
        let gains: Vec<f32> = (0..10_000).map(|sample| fades.gain(sample)).collect();
        assert!(gains[..1_000].is_sorted() && gains[0] < 1e-4);
        assert!(gains[1_000..8_000].iter().all(|&gain| (gain - 1.0).abs() < 1e-6));
        assert!(gains[8_000..].is_sorted_by(|a, b| a >= b) && gains[9_999] < 1e-4);
    }

    #[test]
    fn fades_longer_than_the_film_are_survived() {
        let fades = Fades::new(100, u64::MAX, u64::MAX);
        assert!((0..200).all(|sample| (0.0..=1.0).contains(&fades.gain(sample))));
        assert!(Fades::new(0, 0, 0).gain(0) <= 1.0);
    }
}
