//! Which cryptography TLS uses: chosen once for the whole process.

use std::sync::Once;

/// Makes ring the process's provider; every HTTP client is built after this.
pub fn ready() {
    static RING: Once = Once::new();
    RING.call_once(|| {
        // Somebody else may have installed a provider; either serves.
        rustls::crypto::ring::default_provider().install_default().ok();
    });
}
