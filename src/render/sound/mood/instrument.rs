//! What instruments sound like: the partials of a tone, as data.

use crate::render::sound::mood::bank::Partial;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instrument {
    /// With felt before the strings: few highs, a soft thump.
    Piano,
    ElectricPiano,
    /// Strings of nylon.
    Guitar,
    /// Strings of steel.
    SteelGuitar,
    Bass,
    /// A double bass, plucked.
    Upright,
    /// A sine with a hint of octave.
    Sub,
    Pad,
    Strings,
    /// Strings with a bow that jumps.
    Spiccato,
    Bell,
    Marimba,
    /// A bright wave that closes quickly.
    Synth,
}

/// How the tones of an instrument are built. Times are in seconds, those at middle C.
#[derive(Debug)]
pub(crate) struct Recipe {
    shape: Shape,
    /// In which the lowest partial falls to 1/e; 0 sounds for as long as it is held.
    ring: f32,
    /// How many times shorter an octave higher rings, as a power of two.
    shorter: f32,
    /// How much sooner than the one below each partial falls.
    dull: f32,
    /// A second, slightly higher string takes over where the first has died: its share, as on a piano.
    twin: f32,
    /// The wood that is struck along with the string.
    knock: f32,
    pub(crate) attack: f32,
    /// To 1/e, once the key is let go.
    pub(crate) release: f32,
    /// Cents by which one more player on the left is too low, and one on the right too high; 0 is a single player.
    pub(crate) wide: f32,
}

#[derive(Debug)]
enum Shape {
    /// Harmonics that weaken with this power of their number, and above `soft` hertz besides.
    String {
        count: u8,
        tilt: f32,
        soft: f32,
        /// Where it is plucked or struck, as a part of its length: harmonics with a knot there are missing.
        at: f32,
        /// Inharmonicity, the B of Fletcher ("Normal vibration frequencies of a stiff piano string", 1964).
        stiff: f32,
    },
    /// Partials by their ratio to the lowest, their strength, and how long they ring against it.
    Bar(&'static [(f32, f32, f32)]),
}

/// Above, a partial adds nothing but sharpness.
const HIGHEST: f32 = 9_000.0;
/// The wood's own tones in hertz; they are gone in an instant.
const WOOD: [f32; 3] = [97.0, 163.0, 251.0];
const WOOD_RING: f32 = 0.014;
/// The twin rings so many times as long.
const TWIN_RING: f32 = 3.0;
/// How much of full scale (as root mean square) a tone has that is struck with strength 1.
const LEVEL: f32 = 0.1;

const STRUCK: Recipe = Recipe {
    shape: Shape::Bar(&[]),
    ring: 1.0,
    shorter: 0.6,
    dull: 0.0,
    twin: 0.0,
    knock: 0.0,
    attack: 0.003,
    release: 0.08,
    wide: 0.0,
};

static PIANO: Recipe = Recipe {
    shape: Shape::String { count: 13, tilt: 0.65, soft: 1_150.0, at: 0.12, stiff: 3e-4 },
    ring: 0.8,
    dull: 0.12,
    twin: 0.3,
    knock: 0.25,
    attack: 0.006,
    release: 0.12,
    ..STRUCK
};
static ELECTRIC_PIANO: Recipe = Recipe {
    shape: Shape::Bar(&[
        (1.0, 1.0, 1.0),
        (2.0, 0.4, 0.6),
        (3.0, 0.18, 0.4),
        (4.0, 0.1, 0.3),
        (5.0, 0.06, 0.25),
        (6.0, 0.035, 0.2),
        (7.1, 0.07, 0.06),
    ]),
    ring: 1.2,
    attack: 0.004,
    release: 0.14,
    wide: 5.0,
    ..STRUCK
};
static GUITAR: Recipe = Recipe {
    shape: Shape::String { count: 20, tilt: 1.0, soft: 3_200.0, at: 0.18, stiff: 4e-5 },
    ring: 0.75,
    dull: 0.14,
    knock: 0.2,
    attack: 0.003,
    release: 0.06,
    ..STRUCK
};
static STEEL_GUITAR: Recipe = Recipe {
    shape: Shape::String { count: 24, tilt: 0.85, soft: 4_200.0, at: 0.14, stiff: 8e-5 },
    ring: 0.9,
    dull: 0.1,
    knock: 0.15,
    release: 0.05,
    ..STRUCK
};
static BASS: Recipe = Recipe {
    shape: Shape::Bar(&[
        (1.0, 1.0, 1.0),
        (2.0, 0.6, 0.7),
        (3.0, 0.32, 0.45),
        (4.0, 0.15, 0.3),
        (5.0, 0.07, 0.2),
        (6.0, 0.04, 0.15),
    ]),
    ring: 0.55,
    shorter: 0.3,
    attack: 0.008,
    ..STRUCK
};
static UPRIGHT: Recipe = Recipe {
    shape: Shape::Bar(&[(1.0, 1.0, 1.0), (2.0, 0.75, 0.5), (3.0, 0.3, 0.3), (4.0, 0.14, 0.2), (5.0, 0.07, 0.15)]),
    ring: 0.4,
    shorter: 0.3,
    knock: 0.3,
    attack: 0.008,
    release: 0.05,
    ..STRUCK
};
static SUB: Recipe = Recipe {
    shape: Shape::Bar(&[(1.0, 1.0, 1.0), (2.0, 0.35, 1.0), (3.0, 0.14, 1.0), (4.0, 0.05, 1.0)]),
    ring: 0.0,
    attack: 0.012,
    release: 0.04,
    ..STRUCK
};
static PAD: Recipe = Recipe {
    shape: Shape::String { count: 14, tilt: 1.1, soft: 900.0, at: 0.0, stiff: 0.0 },
    ring: 0.0,
    attack: 0.9,
    release: 0.5,
    wide: 6.0,
    ..STRUCK
};
static STRINGS: Recipe = Recipe {
    shape: Shape::String { count: 16, tilt: 0.9, soft: 1_500.0, at: 0.0, stiff: 0.0 },
    ring: 0.0,
    attack: 0.3,
    release: 0.25,
    wide: 8.0,
    ..STRUCK
};
static SPICCATO: Recipe = Recipe {
    shape: Shape::String { count: 16, tilt: 0.9, soft: 1_500.0, at: 0.0, stiff: 0.0 },
    ring: 0.2,
    shorter: 0.3,
    dull: 0.05,
    attack: 0.014,
    wide: 7.0,
    ..STRUCK
};
static BELL: Recipe = Recipe {
    shape: Shape::Bar(&[(1.0, 1.0, 1.0), (2.0, 0.1, 0.6), (3.0, 0.16, 0.35), (4.0, 0.06, 0.2), (5.4, 0.05, 0.12)]),
    ring: 1.4,
    attack: 0.004,
    release: 0.3,
    ..STRUCK
};
static MARIMBA: Recipe = Recipe {
    shape: Shape::Bar(&[(1.0, 1.0, 1.0), (3.93, 0.3, 0.3), (9.6, 0.1, 0.1)]),
    ring: 0.3,
    shorter: 0.5,
    knock: 0.15,
    attack: 0.003,
    release: 0.2,
    ..STRUCK
};
static SYNTH: Recipe = Recipe {
    shape: Shape::String { count: 24, tilt: 0.9, soft: 4_500.0, at: 0.0, stiff: 0.0 },
    ring: 0.4,
    shorter: 0.2,
    dull: 0.3,
    attack: 0.004,
    release: 0.06,
    wide: 7.0,
    ..STRUCK
};

impl Instrument {
    pub(crate) fn recipe(self) -> &'static Recipe {
        match self {
            Self::Piano => &PIANO,
            Self::ElectricPiano => &ELECTRIC_PIANO,
            Self::Guitar => &GUITAR,
            Self::SteelGuitar => &STEEL_GUITAR,
            Self::Bass => &BASS,
            Self::Upright => &UPRIGHT,
            Self::Sub => &SUB,
            Self::Pad => &PAD,
            Self::Strings => &STRINGS,
            Self::Spiccato => &SPICCATO,
            Self::Bell => &BELL,
            Self::Marimba => &MARIMBA,
            Self::Synth => &SYNTH,
        }
    }
}

/// Hertz of a key and so many cents more.
pub(crate) fn hertz(key: i32, cents: f32) -> f32 {
    440.0 * ((key as f32 - 69.0 + cents / 100.0) / 12.0).exp2()
}

impl Recipe {
    /// The partials of a tone of so many hertz, struck with a strength of 0 to about 1: the harder, the brighter.
    pub(crate) fn partials(&self, hertz: f32, strength: f32) -> Vec<Partial> {
        let middle_c = 261.63;
        let ring = self.ring * (middle_c / hertz).powf(self.shorter);
        let mut partials: Vec<Partial> = match self.shape {
            Shape::Bar(rows) => rows
                .iter()
                .map(|(ratio, share, rings)| {
                    let harder = if *ratio > 1.0 { 0.4 + 0.8 * strength } else { 1.0 };
                    Partial { hertz: hertz * ratio, strength: share * harder, phase: 0.0, ring: ring * rings }
                })
                .collect(),
            Shape::String { count, .. } => {
                (1..=count).map(|n| self.harmonic(f32::from(n), hertz, ring, strength)).collect()
            }
        };
        partials.retain(|partial| partial.hertz < HIGHEST);
        self.double(&mut partials);
        let power: f32 = partials.iter().map(|partial| partial.strength * partial.strength / 2.0).sum();
        let scale = LEVEL * strength / power.sqrt().max(f32::MIN_POSITIVE);
        for partial in &mut partials {
            partial.strength *= scale;
        }
        self.wood(&mut partials, LEVEL * strength);
        partials
    }

    fn harmonic(&self, n: f32, hertz: f32, ring: f32, strength: f32) -> Partial {
        let Shape::String { tilt, soft, at, stiff, .. } = self.shape else { return Partial::default() };
        let own = hertz * n * (1.0 + stiff * n * n).sqrt();
        let knots = if at > 0.0 { (std::f32::consts::PI * n * at).sin().abs() } else { 1.0 };
        let softened = (-own / (soft * (0.55 + 0.75 * strength))).exp();
        // What is bowed begins anywhere in its wave; were it all at zero, every period would begin with a spike.
        let phase = if self.ring > 0.0 { 0.0 } else { (n * n * 0.381_966).fract() };
        Partial {
            hertz: own,
            strength: knots * softened * n.powf(-tilt),
            phase,
            ring: ring / (1.0 + self.dull * (n - 1.0)),
        }
    }

    fn double(&self, partials: &mut Vec<Partial>) {
        if self.twin > 0.0 {
            let twins = partials.clone().into_iter().map(|partial| Partial {
                hertz: partial.hertz + 0.3 + 2e-4 * partial.hertz,
                strength: partial.strength * self.twin,
                ring: partial.ring * TWIN_RING,
                ..partial
            });
            partials.extend(twins.collect::<Vec<_>>());
        }
    }

    fn wood(&self, partials: &mut Vec<Partial>, level: f32) {
        if self.knock > 0.0 {
            let struck = |hertz| Partial { hertz, strength: self.knock * level, phase: 0.0, ring: WOOD_RING };
            partials.extend(WOOD.map(struck));
        }
    }
}
