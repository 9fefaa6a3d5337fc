//! Others hear of a film: a command by its environment, a webhook as JSON.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::Value;

use crate::support::{World, until};

#[test]
fn a_command_hears_of_a_film_without_a_shell_in_between() {
    let world = World::new();
    let heard = world.path("heard");
    let more = format!("[notify]\ncommand = ['/bin/sh', '-c', 'env > {0}.part && mv {0}.part {0}']\n", heard.display());
    world.configure("", &more);
    world.drop_folder("$(touch pwned) sea", 1);
    assert_eq!(world.run(&["once"]).status.code(), Some(0));
    let heard = until("the command", || fs::read_to_string(&heard).ok());
    assert!(
        heard.contains("REELDROP_STATUS=done\n") && heard.contains("REELDROP_NAME=$(touch pwned) sea\n"),
        "{heard}"
    );
    assert!(!world.names(".").contains(&"pwned".to_owned()));
}

#[test]
fn a_webhook_hears_of_a_film_and_a_deaf_one_harms_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let world = World::new();
    world.configure("", &format!("[notify]\nwebhook = 'http://{address}/films'\nntfy = 'http://127.0.0.1:9/deaf'\n"));
    world.drop_folder("sea", 1);
    let hook = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !request.ends_with(b"}") {
            let length = stream.read(&mut buffer).unwrap();
            request.extend(&buffer[..length]);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n").unwrap();
        String::from_utf8(request).unwrap()
    });
    assert_eq!(world.run(&["once"]).status.code(), Some(0));
    let request = hook.join().unwrap();
    assert!(request.starts_with("POST /films HTTP/1.1\r\n"), "{request}");
    let news: Value = serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!((&news["status"], &news["name"], &news["id"]), (&"done".into(), &"sea".into(), &1.into()));
    assert_eq!(news["video"], world.path("outbox/sea.mp4").to_str().unwrap());
}
