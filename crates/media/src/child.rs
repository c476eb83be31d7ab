//! The decoder's own process: confines itself, reads one job, answers it, ends.

use crate::answer::Answer;
use crate::archive;
use crate::confine;
use crate::decode::decode;
use crate::exports;
use crate::facts;
use crate::given::{Given, given};
use crate::job::Job;
use crate::mail;
use crate::office;
use crate::pdf;
use crate::pixels::Shape;
use crate::unpack;
use crate::wire::{self, HEAD};
use crate::words;
use casekeep_model::inspect::PreviewError;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::panic::{self, AssertUnwindSafe};

/// Answers one job on standard input and output, and ends the process.
pub(crate) fn run(limits: impl Iterator<Item = OsString>) -> ! {
    // Nobody reads what a panic would print; the reply says that the file is damaged.
    panic::set_hook(Box::new(|_| {}));
    let mut answer = Answer::default();
    // Nothing of the file is read before the confinement holds.
    let outcome =
        match confine::Limits::from_arguments(limits).ok_or(()).and_then(|it| confine::confine(it).map_err(drop)) {
            Ok(_) => panic::catch_unwind(AssertUnwindSafe(|| work(&mut answer))).unwrap_or(Err(PreviewError::Damaged)),
            Err(()) => Err(PreviewError::Unavailable),
        };
    confine::leave(if answer.end(outcome).is_ok() { 0 } else { 1 })
}

fn work(answer: &mut Answer) -> Result<(), PreviewError> {
    let (job, mut file) = read_job().ok_or(PreviewError::Damaged)?;
    match job {
        Job::Archive => {
            let told: Vec<_> = archive::entries(&mut file)?.into_iter().map(|entry| entry.told).collect();
            tell(answer, &told)
        }
        Job::Mail(n) => tell(answer, &mail::show(&mut file, n)?),
        Job::MailParts(n, wanted) => mail::parts(&mut file, n, &wanted, answer),
        Job::Unpack(wanted, _) => unpack::unpack(&mut file, &wanted, answer),
        Job::Inside(picture) => tell(answer, &facts::inside(picture, whole(&mut file)?)?),
        Job::Office => tell(answer, &office::inside(&mut file)?),
        Job::Words { from, to } => {
            let pdf = pdf::open(whole(&mut file)?)?;
            let words = (from..=to).map(|page| words::of_page(&pdf, page)).collect::<Result<Vec<_>, _>>()?;
            tell(answer, &words)
        }
        Job::Picture { picture, page, task } => {
            let pixels = decode(picture, page, task, whole(&mut file)?)?;
            answer.write_all(&Shape::of(&pixels).write()).and_then(|()| answer.write_all(&pixels.bytes)).map_err(unread)
        }
        Job::Messages(reading) => exports::tell(&mut file, &reading, answer),
    }
}

/// Answers with something told.
fn tell(answer: &mut Answer, told: &impl serde::Serialize) -> Result<(), PreviewError> {
    serde_json::to_writer(answer, told).map_err(|_| PreviewError::Stopped)
}

fn read_job() -> Option<(Job, Given)> {
    let mut input = std::io::stdin().lock();
    let mut head = [0; HEAD];
    input.read_exact(&mut head).ok()?;
    let (json, length) = wire::read_head(&head)?;
    let mut job = vec![0; json];
    input.read_exact(&mut job).ok()?;
    Some((serde_json::from_slice(&job).ok()?, given(length)))
}

/// Reads all of the file.
fn whole(file: &mut Given) -> Result<Vec<u8>, PreviewError> {
    let length = usize::try_from(file.get_ref().length()).map_err(|_| PreviewError::TooLarge)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length).map_err(|_| PreviewError::Stopped)?;
    file.read_to_end(&mut bytes).map_err(unread)?;
    Ok(bytes)
}

/// The pipe is gone, and with it whoever would read why.
fn unread(_: std::io::Error) -> PreviewError {
    PreviewError::Stopped
}
