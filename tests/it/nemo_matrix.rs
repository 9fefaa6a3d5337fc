//! Every fault at every call, and every refusal at every call: one message, one charge, one export, whatever happens.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use reeldrop::job::Failure;
use reeldrop::serve::Settings;

use crate::support::nemo::{Call, Fault, Films, Ledger, Loss, Nemo, Voice, When};
use crate::support::{End, Voyage};

/// Cells at a time: mostly they wait.
const AT_ONCE: usize = 24;
/// The same where each cell renders a film.
const REAL_AT_ONCE: usize = 6;
const WORDS: &str = "calm, with a title";

/// The calls of a voyage in their order. `Download` is made where the service names no address.
const CALLS: [Call; 11] = [
    Call::Token,
    Call::Session,
    Call::Upload,
    Call::Message,
    Call::State,
    Call::Credits,
    Call::Submit,
    Call::Poll,
    Call::File,
    Call::Download,
    Call::Claim,
];

/// Whatever can befall any call, each a different break of the connection, the answer, or the service.
fn faults() -> Vec<Fault> {
    let moment = Duration::from_millis(1);
    vec![
        Fault::Status(408),
        Fault::Status(500),
        Fault::Status(502),
        Fault::Status(503),
        Fault::Status(504),
        Fault::Limited(None),
        Fault::Limited(Some("0".to_owned())),
        Fault::Limited(Some("Wed, 21 Oct 2015 07:28:00 GMT".to_owned())),
        Fault::Stall,
        Fault::Delay(Duration::from_millis(50)),
        Fault::CutUp(0),
        Fault::CutUp(20),
        Fault::GoDown,
        Fault::Drip(moment),
        Fault::Redirect,
        Fault::Gzip,
        Fault::Short,
        Fault::Truncated,
        Fault::Long,
        Fault::Lose(Loss::Reset),
        Fault::Lose(Loss::ResetAfter(20)),
        Fault::Lose(Loss::Stall),
        Fault::Lose(Loss::Status(502)),
        Fault::Lose(Loss::Garbage),
        Fault::Lose(Loss::HalfJson),
        Fault::Lose(Loss::Html),
        Fault::Answer(200, "application/json", String::new()),
        Fault::Answer(200, "text/event-stream", String::new()),
    ]
}

/// What only a stream can suffer.
fn faults_of_streams() -> Vec<Fault> {
    let moment = Duration::from_millis(20);
    vec![Fault::CutStream(1), Fault::CutStream(3), Fault::EndStream(1), Fault::Heartbeats(moment)]
}

/// One voyage at a service of its own.
struct Cell {
    call: Call,
    fault: Fault,
    when: When,
    /// Somebody who asks for another try when it failed.
    person: bool,
    /// Whether films are the product's own.
    real: bool,
}

/// What came of it.
struct Result {
    what: String,
    end: End,
    hits: usize,
    ledger: Ledger,
    journal: String,
    strays: bool,
}

impl Cell {
    async fn run(self) -> Result {
        let Self { call, fault, when, person, real } = self;
        let what = format!("{call:?} {when:?} {fault:?}");
        let rules = Settings { credits: Some(1000), tokens_per_client: u32::MAX, ..Settings::default() };
        let nemo = Nemo::made_by(real, rules);
        nemo.films(Films { bytes: 200, ..Films::default() });
        nemo.voice(Voice { without_url: call == Call::Download, ..Voice::default() });
        let number = nemo.fault(call, when, fault);
        let prompt = if call == Call::Credits { format!("credits\n---\n{WORDS}") } else { WORDS.to_owned() };
        let mut voyage = Voyage::new(&nemo.url(), 2, &prompt);
        let end = {
            let sailing = async { if person { voyage.sail_stubbornly(&[]).await } else { voyage.sail(&[]).await } };
            let mut sailing = std::pin::pin!(sailing);
            loop {
                // A server that went down comes back after a while.
                match tokio::time::timeout(Duration::from_millis(300), &mut sailing).await {
                    Ok(end) => break end,
                    Err(_) => nemo.up_again(),
                }
            }
        };
        let strays = nemo.strays().into_iter().any(|stray| stray.authorized);
        Result { what, end, hits: nemo.hits(number), ledger: nemo.ledger(), journal: voyage.journal(), strays }
    }
}

async fn run_all(cells: Vec<Cell>) -> Vec<Result> {
    let at_once = if cells.iter().any(|cell| cell.real) { REAL_AT_ONCE } else { AT_ONCE };
    let (door, mut running) = (Arc::new(Semaphore::new(at_once)), JoinSet::new());
    for cell in cells {
        let door = Arc::clone(&door);
        running.spawn(async move {
            let _place = door.acquire().await.unwrap();
            cell.run().await
        });
    }
    running.join_all().await
}

/// Nothing twice, and the token at the service alone.
fn never_twice(result: &Result) {
    let Result { what, ledger, journal, strays, .. } = result;
    assert!(ledger.messages.len() <= 1, "{what}: {:?}\n{journal}", ledger.messages);
    assert_eq!((ledger.repeated, ledger.repeated_while_active, ledger.rendered_again), (0, 0, 0), "{what}\n{journal}");
    assert!(ledger.charged <= 100, "{what}: charged {}", ledger.charged);
    assert!(!strays, "{what}: the token went to another host");
}

/// What can befall a connection to a server that is well: cut, held up, or broken by what stands between.
fn faults_on_the_way() -> Vec<Fault> {
    vec![
        Fault::Status(502),
        Fault::Stall,
        Fault::CutUp(20),
        Fault::Truncated,
        Fault::Lose(Loss::Reset),
        Fault::Lose(Loss::ResetAfter(20)),
        Fault::Lose(Loss::Stall),
        Fault::Lose(Loss::Status(502)),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_at_every_call_ends_in_one_film() {
    let once = |call, fault| Cell { call, fault, when: When::Nth(1), person: true, real: false };
    let at_each = CALLS.into_iter().flat_map(|call| faults().into_iter().map(move |fault| (call, fault)));
    let streams = faults_of_streams().into_iter().map(|fault| (Call::Message, fault));
    one_film_each(at_each.chain(streams).map(|(call, fault)| once(call, fault)).collect()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn so_does_every_fault_on_the_way_to_the_real_server() {
    let once = |call, fault| Cell { call, fault, when: When::Nth(1), person: true, real: true };
    let at_each = CALLS.into_iter().flat_map(|call| faults_on_the_way().into_iter().map(move |fault| (call, fault)));
    // A film that drips would take a minute; what is asked after is short.
    let dripping = [Call::Upload, Call::Message, Call::State, Call::Submit, Call::Poll];
    let dripping = dripping.into_iter().map(|call| (call, Fault::Drip(Duration::from_millis(1))));
    let streams = faults_of_streams().into_iter().map(|fault| (Call::Message, fault));
    one_film_each(at_each.chain(dripping).chain(streams).map(|(call, fault)| once(call, fault)).collect()).await;
}

async fn one_film_each(cells: Vec<Cell>) {
    let count = cells.len();
    let results = run_all(cells).await;
    assert_eq!(results.len(), count);
    for result in &results {
        let Result { what, end, hits, ledger, journal, .. } = result;
        assert_eq!((end, *hits), (&End::Made, 1), "{what}\n{journal}");
        never_twice(result);
        assert_eq!((ledger.messages.len(), ledger.charged), (1, 100), "{what}\n{journal}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_that_never_works_ends_the_job_and_pays_nothing_twice() {
    let lasting = [
        Fault::Status(503),
        Fault::Limited(None),
        Fault::Lose(Loss::Reset),
        Fault::Lose(Loss::Garbage),
        Fault::Redirect,
    ];
    let mut cells: Vec<Cell> = CALLS
        .into_iter()
        .flat_map(|call| {
            lasting.clone().into_iter().map(move |fault| Cell {
                call,
                fault,
                when: When::Always,
                person: false,
                real: false,
            })
        })
        .collect();
    let with_body = [Call::Session, Call::Upload, Call::Message, Call::Submit, Call::Claim];
    cells.extend(with_body.map(|call| Cell {
        call,
        fault: Fault::CutUp(0),
        when: When::Always,
        person: false,
        real: false,
    }));
    for result in run_all(cells).await {
        // Without a claim there is a plainer link, without the film's address the service's own way to it, and whatever
        // had its effect is found by looking.
        let begins = |words: &str| result.what.starts_with(words);
        let looked_for = ["Upload", "Message", "Submit"].into_iter().any(begins) && result.what.contains("Lose");
        let does_without = begins("Claim") || begins("File") || looked_for;
        assert!(does_without || result.end != End::Made, "{}\n{}", result.what, result.journal);
        never_twice(&result);
        assert!(result.hits > 0 && result.hits < 1000, "{}: asked {} times", result.what, result.hits);
    }
}

/// What a single refusal leads to, with words that must be said.
enum Verdict {
    Made(&'static str),
    Failed(&'static str),
    Waits(&'static str),
}

/// The table of §8, as a job sees it: the documents' codes and the statuses that stand for them.
fn verdict(call: Call, code: u16) -> Verdict {
    const PLAN: &str = "this is not about credits: either the account's plan does not allow exports (register or \
        upgrade it), or the X-Skill headers were lost";
    match (code, call) {
        // A project link has a plainer form, and a balance was only asked for in passing.
        (1001 | 401, Call::Claim) => Verdict::Made("workspace/claim"),
        (_, Call::Claim) => Verdict::Made("workspace/task"),
        (1002 | 4001 | 4002 | 400 | 402 | 403 | 404, Call::Credits) => Verdict::Made("the balance is not known"),
        (500, Call::Message) => Verdict::Failed("nothing came of the message"),
        (1002 | 404, Call::Upload | Call::State | Call::Message) => Verdict::Made("the timeline is new"),
        (1001 | 401 | 409 | 429 | 500, _)
        | (2001 | 400 | 404, Call::Submit | Call::Poll | Call::Download)
        | (400, Call::Token)
        | (1002, Call::Poll) => Verdict::Made(""),
        (2001, Call::Token) => Verdict::Waits("register at https://web.example/register"),
        (2001, _) => Verdict::Waits("register at https://web.example/register?bind=anon_"),
        (4001, _) => Verdict::Failed("jpg, png, gif, webp"),
        (4002, _) => Verdict::Failed("save the file smaller, or cut it"),
        (402, _) => Verdict::Failed(PLAN),
        (403, _) => Verdict::Failed("`read`, `write` and `upload`"),
        (1002, _) => Verdict::Failed("the session is gone"),
        _ => Verdict::Failed(""),
    }
}

/// The ways in which a refusal can be put; how each is read at each call is tested beside the client.
fn refusals(call: Call, code: u16) -> Vec<Fault> {
    let body = format!(r#"{{"code":{code},"message":"no"}}"#);
    let mut all = vec![Fault::Answer(200, "application/json", body.clone())];
    if (400..600).contains(&code) {
        all.push(Fault::Status(code));
    }
    if call == Call::Message {
        let adk = format!(r#"{{"author":"nemo_agent","errorCode":"{code}","errorMessage":"no"}}"#);
        let typed = format!(r#"{{"type":"error","code":{code},"error":"no"}}"#);
        let frames = [body.clone(), adk, typed].map(|event| format!(": heartbeat\ndata: {event}\n\n"));
        all.extend(frames.into_iter().chain([body]).map(|text| Fault::Answer(200, "text/event-stream", text)));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_refusal_at_every_call_leads_to_what_the_table_says() {
    let codes = [1001, 1002, 2001, 4001, 4002, 400, 401, 402, 403, 404, 409, 429, 500];
    // A film's own address is another host's, which knows none of these codes.
    let calls = CALLS.into_iter().filter(|call| *call != Call::File);
    let (mut cells, mut verdicts) = (Vec::new(), Vec::new());
    for (call, code) in calls.flat_map(|call| codes.map(|code| (call, code))) {
        for fault in refusals(call, code) {
            verdicts.push((format!("{call:?} {:?} {fault:?}", When::Nth(1)), verdict(call, code)));
            cells.push(Cell { call, fault, when: When::Nth(1), person: false, real: false });
        }
    }
    for result in run_all(cells).await {
        let (_, verdict) = verdicts.iter().find(|(what, _)| *what == result.what).unwrap();
        never_twice(&result);
        let words = |failure: &Failure| format!("{}; {}", failure.message, failure.hint.as_deref().unwrap_or_default());
        let (right, said) = match (verdict, &result.end) {
            (Verdict::Made(said), End::Made) => (result.journal.contains(said), said),
            (Verdict::Failed(said), End::Failed(failure)) | (Verdict::Waits(said), End::Waits(failure)) => {
                (words(failure).contains(said), said)
            }
            (Verdict::Made(said) | Verdict::Failed(said) | Verdict::Waits(said), _) => (false, said),
        };
        assert!(
            right && result.hits == 1,
            "{} led to {:?}, not to {said:?}\n{}",
            result.what,
            result.end,
            result.journal
        );
    }
}
