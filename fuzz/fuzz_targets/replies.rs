//! Replies: any body is unwrapped without a panic, and what is found in it is what it claims to be; a state's draft is
//! a piece of the body, byte for byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reeldrop::nemovideo::{Render, Reply, State, changes};

const NAMES: [&str; 8] = ["session_id", "token", "expires_at", "available", "state", "status", "progress", "output"];

fuzz_target!(|body: &[u8]| {
    let Ok(reply) = Reply::unwrap(body) else { return };
    for name in NAMES {
        assert!(reply.number(name).is_none_or(f64::is_finite));
        assert!(reply.word(name).is_none_or(|word| !word.is_empty()));
        assert!(reply.object(name).is_none() || reply.raw(name).is_some());
    }
    assert!(Render::read(&reply).is_none_or(|render| render.progress.is_none_or(|progress| progress <= 100)));
    state(body, &reply);
});

fn state(body: &[u8], reply: &Reply) {
    let state = State::read(reply);
    if let Some(draft) = &state.draft {
        let draft = draft.get().as_bytes();
        assert!(body.windows(draft.len()).any(|part| part == draft));
    }
    assert!(!state.digest().made_changed(&state.digest()));
    let tracks = state.tracks();
    assert!(changes(&tracks, &tracks).is_empty(), "nothing changed");
    assert!(!tracks.to_string().chars().any(char::is_control));
}
