//! What a service manager hears.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use crate::support::World;

#[test]
fn the_service_manager_hears_ready_alive_and_stopping() {
    let world = World::new();
    let socket = UnixDatagram::bind(world.path("notify")).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let daemon =
        world.daemon_with(&[("NOTIFY_SOCKET", world.path("notify").to_str().unwrap()), ("WATCHDOG_USEC", "400000")]);
    let hear = |wanted: &str| {
        let mut buffer = [0; 1024];
        let mut heard = String::new();
        while !heard.lines().any(|line| line == wanted) {
            let length = socket.recv(&mut buffer).unwrap_or_else(|error| panic!("no {wanted}: {error}; heard {heard}"));
            heard += std::str::from_utf8(&buffer[..length]).unwrap();
            heard.push('\n');
        }
    };
    hear("READY=1");
    hear("WATCHDOG=1");
    hear("STATUS=waiting for folders");
    // A second sign of life, not only the one at the start.
    hear("WATCHDOG=1");
    let stopped = std::thread::spawn(|| daemon.stop());
    hear("STOPPING=1");
    assert_eq!(stopped.join().unwrap(), Some(0));
}
