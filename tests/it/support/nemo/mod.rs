//! A NemoVideo of our own on loopback: the real server core, a studio that follows a script, and before it whatever can go
//! wrong between two machines.

mod call;
mod chunks;
mod draft;
mod fault;
mod films;
mod layer;
mod ledger;
mod mp4;
mod plan;
mod proxy;
mod script;
mod server;
mod shapes;
mod stream;
mod studio;
mod voice;

pub use call::Call;
pub use fault::{Fault, Loss};
pub use films::Films;
pub use ledger::Ledger;
pub use plan::When;
pub use script::{Script, Step};
pub use server::Nemo;
pub use voice::{Beat, Chunking, Dialect, Envelope, ErrorFrame, LineEnd, Shape, Voice};
