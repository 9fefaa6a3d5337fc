//! Replies: any body is unwrapped without a panic, and what is found in it is what it claims to be.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reeldrop::nemovideo::Reply;

const NAMES: [&str; 8] = ["session_id", "token", "expires_at", "available", "state", "status", "progress", "output"];

fuzz_target!(|body: &[u8]| {
    let Ok(reply) = Reply::unwrap(body) else { return };
    for name in NAMES {
        assert!(reply.number(name).is_none_or(f64::is_finite));
        assert!(reply.word(name).is_none_or(|word| !word.is_empty()));
        assert!(reply.object(name).is_none() || reply.raw(name).is_some());
    }
});
