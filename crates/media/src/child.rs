//! The decoder's own process: confines itself, reads one request, answers it, ends.

use crate::confine;
use crate::decode::decode;
use crate::pixels::Pixels;
use crate::wire::{self, REQUEST, Request, Shape};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use std::io::{Read, Write};
use std::panic;

/// Answers one request on standard input and output, and ends the process.
pub(crate) fn run() -> ! {
    // Nobody reads what a panic would print; the reply says that the file is damaged.
    panic::set_hook(Box::new(|_| {}));
    // Nothing of the file is read before the confinement holds.
    let reply = match confine::confine() {
        Ok(_) => panic::catch_unwind(answer).unwrap_or(Err(PreviewError::Damaged)),
        Err(_) => Err(PreviewError::Unavailable),
    };
    let sent = send(&reply);
    confine::leave(if sent.is_ok() { 0 } else { 1 })
}

fn answer() -> Result<Pixels, PreviewError> {
    let mut input = std::io::stdin().lock();
    let mut head = [0; REQUEST];
    input.read_exact(&mut head).map_err(|_| PreviewError::Damaged)?;
    let request = Request::read(&head).ok_or(PreviewError::Damaged)?;
    if request.length > limits::PREVIEW_FILE {
        return Err(PreviewError::TooLarge);
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(request.length as usize).map_err(|_| PreviewError::Stopped)?;
    input.take(request.length).read_to_end(&mut bytes).map_err(|_| PreviewError::Damaged)?;
    if bytes.len() as u64 != request.length {
        return Err(PreviewError::Damaged);
    }
    decode(request.picture, request.task, &bytes)
}

fn send(reply: &Result<Pixels, PreviewError>) -> std::io::Result<()> {
    let (head, pixels) = match reply {
        Ok(p) => (Ok(Shape { channels: p.channels, width: p.width, height: p.height }), p.bytes.as_slice()),
        Err(refusal) => (Err(refusal.clone()), [].as_slice()),
    };
    let mut output = std::io::stdout().lock();
    output.write_all(&wire::write_reply(&head))?;
    output.write_all(pixels)?;
    output.flush()
}
