//! The child's side of reading an export: what the reader tells goes out as lines of JSON.

use crate::answer::Answer;
use crate::given::Given;
use casekeep_exports::{Ended, read};
use casekeep_model::inspect::PreviewError;
use casekeep_model::messages::Reading;
use std::io::Write;
use std::ops::ControlFlow;

/// Tells the messages of the file.
pub(crate) fn tell(file: &mut Given, reading: &Reading, answer: &mut Answer) -> Result<(), PreviewError> {
    let ended = read(file, reading, &mut |told| {
        let sent =
            serde_json::to_writer(&mut *answer, &told).map_err(Into::into).and_then(|()| answer.write_all(b"\n"));
        // Nobody reads any more.
        if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    ended.map_err(|ended| match ended {
        Ended::Stopped | Ended::Io(_) => PreviewError::Stopped,
    })
}
