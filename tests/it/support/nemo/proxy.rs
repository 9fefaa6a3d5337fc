//! A TCP proxy that cuts, stalls and drips, since no HTTP server can be made to break its own connections properly.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What happens to the bytes of a connection's replies from now on.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    Pass,
    /// So many more bytes, then the connection is reset.
    Cut(u64),
    /// So many more bytes, then nothing for as long as the connection lasts.
    Halt(u64),
    /// Byte by byte, with a pause after each.
    Drip(Duration),
}

/// One connection in the fake's hands.
#[derive(Debug)]
pub struct Line(watch::Sender<Rule>);

impl Line {
    /// A reset, once ordered, is not taken back.
    pub fn down(&self, rule: Rule) {
        self.0.send_if_modified(|now| {
            let free = !matches!(now, Rule::Cut(0));
            if free {
                *now = rule;
            }
            free
        });
    }
}

#[derive(Debug)]
pub struct Proxy {
    port: u16,
    target: SocketAddr,
    /// By the port that the server sees.
    lines: Mutex<HashMap<u16, Arc<Line>>>,
    door: Mutex<Option<JoinHandle<()>>>,
    resets: AtomicUsize,
}

impl Proxy {
    /// Before `target`, on `port` of loopback; nothing listens before `open`.
    pub fn new(port: u16, target: SocketAddr) -> Arc<Self> {
        Arc::new(Self { port, target, lines: Mutex::default(), door: Mutex::default(), resets: AtomicUsize::new(0) })
    }

    /// Listens, on what is given or on the port anew.
    pub async fn open(self: &Arc<Self>, listener: Option<std::net::TcpListener>) {
        let listener = match listener {
            Some(listener) => TcpListener::from_std(listener).unwrap(),
            None => self.bind().await,
        };
        let proxy = self.clone();
        let door = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(proxy.clone().serve(client));
            }
        });
        *self.door.lock().unwrap() = Some(door);
    }

    /// The port may still be in the hands of a predecessor that is going.
    async fn bind(&self) -> TcpListener {
        for _ in 0..1000 {
            if let Ok(listener) = TcpListener::bind(("127.0.0.1", self.port)).await {
                return listener;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("somebody else holds port {}", self.port)
    }

    /// Refuses new connections and resets those there are.
    pub async fn close(&self) {
        let door = self.door.lock().unwrap().take();
        if let Some(door) = door {
            door.abort();
            let _ = door.await;
        }
        self.lines.lock().unwrap().values().for_each(|line| line.down(Rule::Cut(0)));
    }

    pub fn is_closed(&self) -> bool {
        self.door.lock().unwrap().is_none()
    }

    /// The connection that the server sees coming from this port.
    pub fn line(&self, port: u16) -> Option<Arc<Line>> {
        self.lines.lock().unwrap().get(&port).cloned()
    }

    /// How many connections were reset.
    pub fn resets(&self) -> usize {
        self.resets.load(Ordering::SeqCst)
    }

    async fn serve(self: Arc<Self>, mut client: TcpStream) {
        let Ok(mut server) = TcpStream::connect(self.target).await else { return };
        let port = server.local_addr().unwrap().port();
        let line = Arc::new(Line(watch::Sender::new(Rule::Pass)));
        let up = watch::Sender::new(Rule::Pass);
        self.lines.lock().unwrap().insert(port, line.clone());
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        let ((from_client, to_client), (from_server, to_server)) = (client.split(), server.split());
        let cut = tokio::select! {
            cut = pump(from_client, to_server, up.subscribe()) => cut,
            cut = pump(from_server, to_client, line.0.subscribe()) => cut,
        };
        if cut {
            self.resets.fetch_add(1, Ordering::SeqCst);
            let _ = (client.set_zero_linger(), server.set_zero_linger());
        }
        self.lines.lock().unwrap().remove(&port);
    }
}

/// Carries bytes until one side has no more or the rule says so; whether the connection is to be reset.
async fn pump(mut from: ReadHalf<'_>, mut to: WriteHalf<'_>, mut rule: watch::Receiver<Rule>) -> bool {
    let (mut bytes, mut passed) = ([0; 1 << 14], 0);
    loop {
        let now = *rule.borrow_and_update();
        let room = match now {
            Rule::Pass => bytes.len() as u64,
            Rule::Cut(limit) | Rule::Halt(limit) => limit.saturating_sub(passed),
            Rule::Drip(_) => 1,
        };
        if room == 0 && matches!(now, Rule::Cut(_)) {
            return true;
        }
        let room = room.min(bytes.len() as u64) as usize;
        let count = tokio::select! {
            biased;
            changed = rule.changed() => {
                if changed.is_err() { return false }
                passed = 0;
                continue;
            }
            count = from.read(&mut bytes[..room]), if room > 0 => count.unwrap_or(0),
        };
        if count == 0 || to.write_all(&bytes[..count]).await.is_err() {
            return false;
        }
        passed += count as u64;
        if let Rule::Drip(pause) = now {
            tokio::time::sleep(pause).await;
        }
    }
}
