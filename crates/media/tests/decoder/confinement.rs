//! Decoders that misbehave: what they cannot do, and that they never hold a caller up.

use crate::files::{encode, quarters};
use casekeep_media::Inspector;
use casekeep_model::inspect::{Inspect, PreviewError};
use image::ImageFormat;
use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const EPERM: &str = "1";

/// Asks a decoder of this name for a preview, waiting at most so long; returns the answer and how long it took.
fn ask(name: &str, patience: Duration) -> (PreviewError, Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join(name);
    symlink(env!("CARGO_BIN_EXE_decode-trial"), &program).expect("a link");
    // Larger than any pipe, so that a decoder that does not read would block a careless writer.
    let bytes = encode(&quarters(1500, 1500), ImageFormat::Bmp);
    let started = Instant::now();
    let answer = Inspector::with_program(program).with_patience(patience).preview("image/bmp", &bytes, 64);
    (answer.expect_err("no pixels come from this"), started.elapsed())
}

#[test]
fn a_confined_process_can_reach_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("try-everything");
    symlink(env!("CARGO_BIN_EXE_decode-trial"), &program).expect("a link");
    let output = Command::new(program).stdin(Stdio::null()).output().expect("it starts");
    assert!(output.status.success(), "{:?}", output.status);
    let text = String::from_utf8(output.stdout).expect("text");
    let said: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| {
            line.split_once(" refused").or(line.split_once(" allowed").map(|(what, _)| (what, "allowed")))
        })
        .map(|(what, errno)| (what, errno.trim()))
        .collect();
    for what in [
        "open a file",
        "open itself",
        "look at a file",
        "list a folder",
        "create a file",
        "make a folder",
        "remove a file",
        "connect by TCP",
        "make a UDP socket",
        "make a local socket",
        "start a program",
        "start a thread",
        "fork",
        "signal the parent",
        "signal itself otherwise",
        "trace",
        "map code",
        "make memory code",
    ] {
        assert_eq!(said.get(what), Some(&EPERM), "{what}\n{text}");
    }
    assert_eq!(said.get("take plain memory"), Some(&"allowed"), "{text}");
}

#[test]
fn the_program_that_reads_text_can_write_nowhere_and_tell_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("try-as-reader");
    symlink(env!("CARGO_BIN_EXE_decode-trial"), &program).expect("a link");
    let output = Command::new(program).stdin(Stdio::null()).output().expect("it starts");
    assert!(output.status.success(), "{:?}", output.status);
    let text = String::from_utf8(output.stdout).expect("text");
    let (refused, allowed): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.contains(" refused "));
    assert_eq!(
        allowed,
        ["read the language data allowed", "take memory allowed", "start a thread allowed"],
        "everything else is refused:\n{text}"
    );
    assert_eq!(refused.len(), 12, "{text}");
}

#[test]
fn an_endless_loop_ends_when_its_time_is_over() {
    let (answer, took) = ask("spin", Duration::from_millis(300));
    assert_eq!(answer, PreviewError::Stopped);
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn an_endless_loop_ends_by_itself_at_the_limit_of_processor_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("spin");
    symlink(env!("CARGO_BIN_EXE_decode-trial"), &program).expect("a link");
    let status = Command::new(program).stdin(Stdio::null()).status().expect("it starts");
    assert!(matches!(status.signal(), Some(libc::SIGXCPU | libc::SIGKILL)), "{status:?}");
}

#[test]
fn taking_memory_ends_in_an_abort_and_not_in_a_loop() {
    let (answer, took) = ask("take-memory", Duration::from_secs(15));
    assert_eq!(answer, PreviewError::Stopped);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_decoder_that_does_not_read_or_answer_costs_its_patience_only() {
    for name in ["read-nothing", "answer-nothing"] {
        let (answer, took) = ask(name, Duration::from_millis(300));
        assert_eq!(answer, PreviewError::Stopped, "{name}");
        assert!(took < Duration::from_secs(3), "{name} {took:?}");
    }
}

#[test]
fn a_decoder_that_ends_or_answers_nonsense_is_noticed_at_once() {
    for name in [
        "end-at-once",
        "panic-outside",
        "answer-in-part",
        "end-too-early",
        "claim-too-much",
        "say-too-much",
        "ask-outside",
        "ask-without-end",
        "talk-nonsense",
    ] {
        let (answer, took) = ask(name, Duration::from_secs(15));
        assert_eq!(answer, PreviewError::Stopped, "{name}");
        assert!(took < Duration::from_secs(10), "{name} {took:?}");
    }
}

#[test]
fn a_grandchild_that_keeps_the_pipes_open_does_not_hold_the_caller() {
    let (answer, took) = ask("leave-a-grandchild", Duration::from_millis(300));
    assert_eq!(answer, PreviewError::Stopped);
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn nothing_is_left_running_or_unreaped() {
    // Names of their own, which the kernel keeps for a process until it is reaped; other tests run beside this one.
    let names = ["spin.kept", "read-nothing.k", "end-at-once.k"];
    for name in names {
        ask(name, Duration::from_millis(200));
    }
    let left: Vec<String> = std::fs::read_dir("/proc")
        .expect("/proc")
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("stat")).ok())
        .filter(|stat| names.iter().any(|name| stat.contains(&format!("({name})"))))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
