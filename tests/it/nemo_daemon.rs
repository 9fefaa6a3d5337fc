//! The program itself at a service: the daemon, `make`, `refine`, `credits`, with the token out of everybody's sight.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use reeldrop::serve::Settings;

use crate::support::nemo::{Call, Fault, Films, Nemo, Script, Step, When};
use crate::support::{World, jpeg, until};

fn service() -> Nemo {
    let nemo = Nemo::with(Settings { credits: Some(1000), tokens_per_client: u32::MAX, ..Settings::default() });
    nemo.films(Films { bytes: 200, ..Films::default() });
    nemo
}

/// Waits that a test can wait for.
fn nemo_section(nemo: &Nemo) -> String {
    format!(
        "[nemo]\napi_url = '{}'\nweb_url = 'https://web.example'\npoll_secs = 0.02\nrate_limit_wait_secs = 0.05\n\
         recovery_wait_secs = 0.05\nrecovery_poll_secs = 0.1\n",
        nemo.url()
    )
}

/// A world whose inbox belongs to the service.
fn world(nemo: &Nemo, more: &str) -> World {
    let world = World::new();
    world.configure("backend = 'nemo'", &format!("{}{more}", nemo_section(nemo)));
    world
}

fn drop_folder(world: &World, name: &str, files: &[(&str, &str)]) {
    let aside = world.path(&format!("aside-{name}"));
    for number in 0..2 {
        jpeg(&aside.join(format!("img{number}.jpg")), 32, 24, [250, 40 * number, 90]);
    }
    for (file, text) in files {
        fs::write(aside.join(file), text).unwrap();
    }
    world.move_in(&aside, name);
}

/// What was asked, without the settings of the world's `[video]`, which are added to the first instruction.
fn asked(nemo: &Nemo) -> Vec<String> {
    nemo.ledger().messages.iter().map(|said| said.lines().next().unwrap_or_default().to_owned()).collect()
}

fn journal(job: &Value) -> String {
    job["journal"].as_array().unwrap().iter().map(|line| line["what"].as_str().unwrap().to_owned() + "\n").collect()
}

#[test]
fn a_dropped_folder_becomes_a_film_of_the_service_and_its_card_tells_how() {
    let nemo = service();
    let world = world(&nemo, "");
    let daemon = world.daemon();
    drop_folder(&world, "sea", &[("prompt.txt", "calm, with a title"), ("urls.txt", "https://example.org/c.webp\n")]);
    let job = world.wait_for(1, "done");
    assert_eq!(world.films(), ["sea.mp4"]);
    assert!(job["timeline"].as_str().unwrap().starts_with("Timeline (2 tracks): 1. Video: "), "{job}");
    let card = String::from_utf8(world.run(&["show", "1"]).stdout).unwrap();
    assert!(card.contains("\nTimeline (2 tracks): 1. Video: "), "{card}");
    assert!(journal(&job).contains("NemoVideo: Your video is ready!\n"), "{}", journal(&job));
    let report: Value = serde_json::from_slice(&fs::read(world.path("archive/sea/reeldrop.json")).unwrap()).unwrap();
    assert!(report["said"][0].as_str().unwrap().starts_with("calm, with a title\n"), "{report}");
    assert!(report["project"].as_str().unwrap().starts_with("https://web.example/workspace/claim?ct=clm_"));
    let names: Vec<String> = nemo.ledger().uploads.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["img0.jpg", "img1.jpg", "c.webp"]);
    assert_eq!(world.log().matches("leave this machine").count(), 1, "{}", world.log());
    assert_eq!(daemon.stop(), Some(0));
}

/// Where the secret stands in a file's bytes, whatever the file is.
fn files_with(secret: &str, folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_with(secret, &path, found);
        } else if fs::read(&path).is_ok_and(|bytes| bytes.windows(secret.len()).any(|part| part == secret.as_bytes())) {
            found.push(path);
        }
    }
}

/// A whole job and what a person asks besides, with every byte that leaves the processes noted by strace where that is
/// allowed; the secret may go into one header and one private file.
#[test]
fn the_token_is_in_the_header_and_in_its_file_and_nowhere_else() {
    let nemo = service();
    let world = world(&nemo, "[notify]\ncommand = ['/bin/sh', '-c', 'env > heard; cat /proc/[0-9]*/cmdline > seen']\n");
    nemo.fault(Call::File, When::Nth(1), Fault::Status(403));
    let trace = world.path("trace");
    let calls = "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,execve,rename,renameat2,openat";
    let mut traced = Command::new("strace");
    traced.args(["-f", "-y", "-v", "-s", "1000000", "-e", calls, "-o"]).arg(&trace).arg(env!("CARGO_BIN_EXE_reeldrop"));
    let may_trace = Command::new("strace").args(["-o", "/dev/null", "true"]).status().is_ok_and(|end| end.success());
    drop_folder(&world, "sea", &[("prompt.txt", "credits\n---\ncalm")]);
    let mut once = if may_trace { traced } else { Command::new(env!("CARGO_BIN_EXE_reeldrop")) };
    let once = once.arg("--config").arg(world.config()).args(["-v", "once"]).current_dir(world.path("."));
    let said = once.env_remove("NEMO_TOKEN").output().unwrap();
    assert_eq!(world.films(), ["sea.mp4"], "{}", String::from_utf8_lossy(&said.stderr));
    let file = world.path("state/nemo-token.json");
    let kept: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let secret = kept["token"].as_str().unwrap();
    assert!(secret.len() > 20);
    for arguments in [&["show", "1"][..], &["jobs"], &["status"], &["doctor"], &["-v", "credits"], &["config"]] {
        let output = world.run(arguments);
        let said = [output.stdout, output.stderr, said.stdout.clone(), said.stderr.clone()].concat();
        assert!(!String::from_utf8_lossy(&said).contains(secret), "{arguments:?}");
    }
    until("the command", || world.names(".").contains(&"seen".to_owned()).then_some(()));
    let traced = fs::read_to_string(&trace).unwrap_or_default();
    let mut found = Vec::new();
    fs::remove_file(&trace).ok();
    files_with(secret, &world.path("."), &mut found);
    assert_eq!(found, [file.canonicalize().unwrap_or(file)], "the token lies about");
    assert!(!nemo.strays().into_iter().any(|stray| stray.authorized), "another host was shown the token");
    if !may_trace {
        eprintln!("the system calls were not looked at: strace is not there or may not trace");
        return;
    }
    let shown: Vec<&str> = traced.lines().filter(|line| line.contains(secret)).collect();
    let header = format!("authorization: Bearer {secret}\\r\\n");
    let host = format!("host: {}\\r\\n", nemo.url().trim_start_matches("http://"));
    let in_header = |line: &&&str| {
        let to_service = line.contains("<socket:[") && line.contains(&host);
        to_service && line.matches(secret).count() == 1 && line.contains(&header)
    };
    let in_file = |line: &&&str| line.contains("write(") && line.contains("/state/") && line.contains("nemo-token");
    assert!(shown.iter().filter(in_header).count() >= 10, "{shown:?}");
    let elsewhere: Vec<_> = shown.iter().filter(|line| !in_header(line) && !in_file(line)).collect();
    assert!(elsewhere.is_empty(), "the token went astray: {elsewhere:?}");
}

#[test]
fn without_credits_every_job_waits_and_the_log_says_so_once() {
    let nemo = Nemo::with(Settings { credits: Some(10), ..Settings::default() });
    nemo.films(Films { bytes: 200, ..Films::default() });
    let world = world(&nemo, "");
    let _daemon = world.daemon();
    for name in ["one", "two", "three"] {
        drop_folder(&world, name, &[("prompt.txt", name)]);
    }
    for id in 1..=3 {
        let job = world.wait_for(id, "waiting");
        until("the reason", || {
            let job = world.json(&["show", &id.to_string()]);
            job["error"]["hint"].as_str().is_some_and(|hint| hint.contains("/register?bind=anon_")).then_some(())
        });
        assert_eq!(job["backend"], "nemo");
    }
    assert_eq!(world.log().matches("all NemoVideo jobs wait").count(), 1, "{}", world.log());
    let calls = nemo.calls(Call::Message);
    assert!(calls <= 3, "{calls} messages to an account without credits");
    nemo.set_credits(1000);
    for id in 1..=3 {
        world.wait_for(id, "done");
    }
    let mut said = asked(&nemo);
    said.sort();
    assert_eq!((said, nemo.ledger().repeated), (vec!["one".into(), "three".into(), "two".into()], 0));
}

#[test]
fn a_days_budget_holds_the_job_before_the_message_and_outlives_the_daemon() {
    let nemo = service();
    let world = world(&nemo, "max_messages_per_day = 1\n");
    let daemon = world.daemon();
    drop_folder(&world, "one", &[]);
    world.wait_for(1, "done");
    assert_eq!(daemon.stop(), Some(0));
    let _daemon = world.daemon();
    drop_folder(&world, "two", &[]);
    let over =
        |job: &Value| job["error"]["message"].as_str().is_some_and(|said| said.contains("all that the budget allows"));
    until("the second to wait", || over(&world.json(&["show", "2"])).then_some(()));
    assert_eq!(nemo.ledger().messages.len(), 1);
}

#[test]
fn a_refinement_goes_on_in_its_session_and_says_when_it_cannot() {
    let nemo = service();
    let world = world(&nemo, "");
    let daemon = world.daemon();
    drop_folder(&world, "sea", &[("prompt.txt", "calm")]);
    world.wait_for(1, "done");
    assert_eq!(daemon.stop(), Some(0));
    let _daemon = world.daemon();
    assert_eq!(world.run(&["refine", "1", "make the title bigger"]).status.code(), Some(0));
    world.wait_for(2, "done");
    assert_eq!((nemo.ledger().sessions, asked(&nemo)), (1, vec!["calm".into(), "make the title bigger".into()]));
    assert_eq!(nemo.ledger().uploads.len(), 2, "the pictures are there already");
    assert_eq!(world.films(), ["sea (2).mp4", "sea.mp4"]);
    nemo.forget_sessions();
    world.run(&["refine", "2", "and slower"]);
    let job = world.wait_for(3, "done");
    assert!(journal(&job).contains("the timeline is new"), "{}", journal(&job));
    assert_eq!(asked(&nemo)[2..], ["calm", "make the title bigger", "and slower"]);
    assert_eq!(world.films().len(), 3);
}

#[test]
fn a_daemon_killed_while_the_service_works_says_nothing_twice() {
    let nemo = service();
    nemo.script(Script::Steps(vec![
        Step::Text("Working.".into()),
        Step::Wait,
        Step::Draft(r#"{"t":[{"tt":0,"sg":[{"d":1000,"m":{"name":"late"}}]}]}"#.into()),
    ]));
    let world = world(&nemo, "");
    let daemon = world.daemon();
    drop_folder(&world, "sea", &[("prompt.txt", "calm")]);
    until("the message", || (!nemo.ledger().messages.is_empty()).then_some(()));
    daemon.kill();
    nemo.go_on();
    let _daemon = world.daemon();
    let job = world.wait_for(1, "done");
    assert!(job["timeline"].as_str().unwrap().contains("late"), "{job}");
    let ledger = nemo.ledger();
    assert_eq!((ledger.messages.len(), ledger.uploads.len(), ledger.renders.len(), ledger.repeated), (1, 2, 1, 0));
}

#[test]
fn several_films_of_one_folder_are_said_and_exported_one_by_one() {
    let nemo = service();
    let world = world(&nemo, "");
    let _daemon = world.daemon();
    let films = "[[film]]\npictures = ['img0.jpg']\nprompt = 'zoom in'\nname = 'first'\n\
                 [[film]]\npictures = ['img1.jpg']\nprompt = 'zoom out'\nname = 'second'\n";
    drop_folder(&world, "sea", &[("job.toml", films)]);
    world.wait_for(1, "done");
    assert_eq!(world.films(), ["first.mp4", "second.mp4"]);
    let ledger = nemo.ledger();
    assert_eq!((ledger.sessions, ledger.uploads.len(), ledger.renders.len(), ledger.messages.len()), (1, 2, 2, 2));
    let asked = asked(&nemo);
    assert!(asked[0].ends_with("img0.jpg. zoom in") && asked[1].ends_with("img1.jpg. zoom out"), "{asked:?}");
}

fn make(world: &World, more: &[&str]) -> Command {
    let pics = world.path("pics");
    jpeg(&pics.join("a.jpg"), 32, 24, [200, 30, 30]);
    let mut command = world.command(&[&["make", pics.to_str().unwrap(), "--backend", "nemo"], more].concat());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn make_stops_at_ctrl_c_and_goes_on_there_without_paying_again() {
    let nemo = service();
    let late = Step::Draft(r#"{"t":[{"tt":0,"sg":[{"d":1000,"m":{"name":"late"}}]}]}"#.into());
    nemo.script(Script::Steps(vec![Step::Text("Working.".into()), Step::Wait, late]));
    let world = world(&nemo, "");
    let child = make(&world, &[]).spawn().unwrap();
    until("the message", || (!nemo.ledger().messages.is_empty()).then_some(()));
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{ended:?}");
    assert!(ended.stdout.is_empty() && !world.path("pics.mp4").exists());
    nemo.go_on();
    let ended = world.command(&["make", "pics", "--backend", "nemo"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    let ledger = nemo.ledger();
    assert_eq!((ledger.messages.len(), ledger.uploads.len(), ledger.renders.len()), (1, 1, 1));
    assert_eq!(world.names("state/make"), [""; 0], "nothing of it is left");
    // Another film of the same pictures is another film.
    let again = world.command(&["make", "pics", "--backend", "nemo"]).output().unwrap();
    assert_eq!((again.status.code(), nemo.ledger().messages.len()), (Some(0), 2));
}

#[test]
fn a_make_that_failed_is_tried_again_by_the_same_command() {
    let nemo = service();
    let fault = nemo.fault(Call::Submit, When::Always, Fault::Code(402));
    let world = world(&nemo, "");
    let ended = make(&world, &[]).output().unwrap();
    assert_eq!((ended.status.code(), nemo.hits(fault)), (Some(5), 1), "{ended:?}");
    nemo.heal();
    let ended = world.command(&["make", "pics", "--backend", "nemo"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    assert_eq!((nemo.ledger().messages.len(), nemo.ledger().charged), (1, 100), "the export was all that was missing");
}

#[test]
fn a_token_of_the_owners_that_is_refused_is_not_replaced() {
    let nemo = service();
    let world = world(&nemo, "");
    for arguments in [&["credits"][..], &["make", "pics", "--backend", "nemo"]] {
        jpeg(&world.path("pics/a.jpg"), 32, 24, [200, 30, 30]);
        let ended = world.command(arguments).env("NEMO_TOKEN", "nmv_usr_wrong").output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(5), "{said}");
        assert!(said.contains("`NEMO_TOKEN` was refused") && !said.contains("nmv_usr_wrong"), "{said}");
    }
    assert_eq!(nemo.ledger().tokens, 0);
}

#[test]
fn what_is_too_large_is_refused_before_a_byte_is_sent_and_a_bmp_goes_up_as_png() {
    let nemo = service();
    let world = world(&nemo, "max_upload_mb = 1\n");
    let pics = world.path("pics");
    fs::create_dir_all(&pics).unwrap();
    image::RgbImage::from_pixel(16, 16, image::Rgb([9, 9, 9])).save(pics.join("b.bmp")).unwrap();
    let ended = make(&world, &[]).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    let names: Vec<String> = nemo.ledger().uploads.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a.jpg", "b.png"]);
    let mut large = fs::read(pics.join("a.jpg")).unwrap();
    large.resize(2 << 20, 0);
    fs::write(pics.join("large.jpg"), large).unwrap();
    let ended = make(&world, &[]).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("`large.jpg` has 2 MB") && said.contains("shrink = true"), "{said}");
    assert_eq!((nemo.ledger().sessions, nemo.ledger().uploads.len()), (1, 2), "nothing of the second went up");
}
