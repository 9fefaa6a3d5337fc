//! The fake as a test holds it: started, asked, broken, killed, started again on the same port and the same books.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use reeldrop::serve::{Desk, Settings, router};

use crate::support::nemo::call::Call;
use crate::support::nemo::fault::Fault;
use crate::support::nemo::films::Films;
use crate::support::nemo::layer::{self, Hands, Post, Stray};
use crate::support::nemo::ledger::Ledger;
use crate::support::nemo::plan::When;
use crate::support::nemo::proxy::Proxy;
use crate::support::nemo::script::Script;
use crate::support::nemo::studio::{Maker, Scripted, Scripts};
use crate::support::nemo::voice::Voice;

/// Longer than any task of the fake needs to notice that it is over.
const GOING: Duration = Duration::from_secs(5);

const WEEK_MS: i64 = 7 * 24 * 3600 * 1000;

#[derive(Debug)]
pub struct Nemo {
    dir: TempDir,
    settings: Settings,
    /// Whether its films are the product's own.
    real: bool,
    hands: Arc<Hands>,
    scripts: Arc<Scripts>,
    port: u16,
    running: Option<Running>,
}

/// One life of the server.
#[derive(Debug)]
struct Running {
    runtime: Runtime,
    desk: Arc<Desk<Maker>>,
    proxy: Arc<Proxy>,
}

impl Nemo {
    /// With credits for a few films, and room to make many at a time: a script may keep one waiting for ever.
    pub fn start() -> Self {
        Self::with(Settings { credits: Some(1000), renders_at_once: 64, ..Settings::default() })
    }

    pub fn with(settings: Settings) -> Self {
        Self::made_by(false, settings)
    }

    /// If `real`, the server is so from end to end: messages are understood and films rendered as `reeldrop serve` does.
    pub fn made_by(real: bool, settings: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let dir = tempfile::tempdir().unwrap();
        let mut nemo =
            Self { dir, settings, real, hands: Arc::default(), scripts: Scripts::new(), port, running: None };
        nemo.running = Some(nemo.live(Some(listener)));
        nemo
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What really happened.
    pub fn ledger(&self) -> Ledger {
        Ledger::read(self.running().desk.books())
    }

    /// Something that will go wrong; the number that `hits` asks by. `when` counts from now.
    pub fn fault(&self, call: Call, when: When, what: Fault) -> usize {
        self.hands.plan.add(call, when, what)
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.hands.plan.clear();
    }

    /// How often a fault has struck.
    pub fn hits(&self, fault: usize) -> usize {
        self.hands.plan.hits(fault)
    }

    /// How often a call has arrived.
    pub fn calls(&self, call: Call) -> usize {
        self.hands.plan.calls(call)
    }

    /// How many connections were reset in this life.
    pub fn resets(&self) -> usize {
        self.running().proxy.resets()
    }

    pub fn voice(&self, voice: Voice) {
        *self.hands.voice.lock().unwrap() = voice;
    }

    /// How the next message without a script is answered; the others follow in order, then `Script::Usual`.
    pub fn script(&self, script: Script) {
        self.scripts.add(script);
    }

    /// Lets one `Step::Wait` pass.
    pub fn go_on(&self) {
        self.scripts.go_on();
    }

    pub fn films(&self, films: Films) {
        self.hands.kitchen.set(films);
    }

    /// What the other host was asked, after a `Fault::Redirect`.
    pub fn strays(&self) -> Vec<Stray> {
        self.hands.strays.lock().unwrap().clone()
    }

    /// Every account has so many credits left.
    pub fn set_credits(&self, left: u32) {
        self.change(&format!(
            "UPDATE accounts SET granted = {left} + (SELECT coalesce(sum(credits), 0) FROM messages \
            WHERE messages.user = accounts.user AND standing IN ('running', 'done'))"
        ));
    }

    /// A week passes for every token: none is good any more, and each client may ask again.
    pub fn expire_tokens(&self) {
        self.change(&format!(
            "UPDATE tokens SET issued_at = issued_at - {WEEK_MS}, expires_at = expires_at - {WEEK_MS}"
        ));
    }

    /// No token is good any more, and the week is not over: who asks for another gets 429.
    pub fn revoke_tokens(&self) {
        self.change("UPDATE tokens SET expires_at = 0");
    }

    /// Every session is unknown from now on.
    pub fn forget_sessions(&self) {
        self.change("UPDATE sessions SET closed = 1");
    }

    /// Refuses connections; the server behind goes on.
    pub fn down(&self) {
        let running = self.running();
        let proxy = running.proxy.clone();
        within(&running.runtime, async move { proxy.close().await });
    }

    /// Takes connections again.
    pub fn up(&self) {
        let running = self.running();
        let proxy = running.proxy.clone();
        within(&running.runtime, async move { proxy.open(None).await });
    }

    /// Takes connections again if it does not.
    pub fn up_again(&self) {
        if self.running().proxy.is_closed() {
            self.up();
        }
    }

    /// Stops the server as a power cut would, short of the disk.
    pub fn kill(&mut self) {
        if let Some(running) = self.running.take() {
            // A thread of its own, since a test's own runtime forbids waiting.
            std::thread::spawn(move || running.runtime.shutdown_timeout(GOING)).join().unwrap();
        }
    }

    /// Starts the server again, with the same port, books, scripts and plans.
    pub fn restart(&mut self) {
        self.kill();
        self.running = Some(self.live(None));
    }

    /// Where the server keeps its books and files.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("the fake was killed and not started again")
    }

    fn change(&self, sql: &str) {
        let books = Connection::open(self.books()).unwrap();
        books.busy_timeout(GOING).unwrap();
        books.execute(sql, []).unwrap();
    }

    fn books(&self) -> PathBuf {
        self.dir.path().join("serve.db")
    }

    fn live(&self, listener: Option<TcpListener>) -> Running {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let scripted = || Scripted { scripts: self.scripts.clone(), hands: self.hands.clone() };
        let studio = if self.real { Maker::real() } else { Maker::Scripted(scripted()) };
        let desk = Desk::open(self.dir.path(), studio, self.settings.clone()).unwrap();
        let (started, hands, port) = (desk.clone(), self.hands.clone(), self.port);
        let proxy = within(&runtime, async move {
            let proxy = start(started, hands, port).await;
            proxy.open(listener).await;
            proxy
        });
        Running { runtime, desk, proxy }
    }
}

impl Drop for Nemo {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The server, the other host, and the proxy before the first.
async fn start(desk: Arc<Desk<Maker>>, hands: Arc<Hands>, port: u16) -> Arc<Proxy> {
    desk.resume().unwrap();
    let (here, target) = listen("127.0.0.1:0").await;
    let (there, other) = listen("127.0.0.1:0").await;
    // Another name is another host.
    let elsewhere = format!("http://localhost:{}", other.port());
    let post = Arc::new(Post { hands, proxy: OnceLock::new(), elsewhere });
    let proxy = Proxy::new(port, target);
    post.proxy.set(proxy.clone()).unwrap();
    let other_host = router(desk.clone()).layer(from_fn_with_state(post.clone(), layer::note));
    // As a fallback, so that the layers come before the choice of a route and can change it.
    let server = Router::new()
        .fallback_service(router(desk))
        .layer(from_fn_with_state(post.clone(), layer::speak))
        .layer(from_fn_with_state(post, layer::faults));
    for (listener, router) in [(here, server), (there, other_host)] {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
    }
    proxy
}

async fn listen(address: &str) -> (tokio::net::TcpListener, SocketAddr) {
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Runs to its end on the fake's own runtime, whoever asks.
fn within<T: Send + 'static>(runtime: &Runtime, act: impl Future<Output = T> + Send + 'static) -> T {
    let (sender, answer) = std::sync::mpsc::channel();
    runtime.spawn(async move { sender.send(act.await) });
    answer.recv().expect("the act comes to its end")
}
