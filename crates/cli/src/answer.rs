//! What a verb answers: one JSON object, or lines for a person; progress bars only on a terminal.

use crate::failure::Failure;
use casekeep_model::view::{Progress, TimelineRow};
use casekeep_model::{Problem, Report, visible};
use casekeep_vault::VaultError;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Where answers go, and in which form.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// True for JSON.
    pub json: bool,
}

impl Answer {
    /// Answers with one object, or with these lines for a person.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn give(self, value: &Value, lines: &str) -> Result<(), Failure> {
        let text = if self.json { value.to_string() } else { lines.trim_end().to_owned() };
        if text.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).map_err(standard_output)
    }

    /// Shows a problem on standard error.
    pub fn complain(self, problem: &Problem) {
        let json = serde_json::to_string(problem).unwrap_or_default();
        let text = if self.json { json } else { format!("{}\n{}", problem.message, problem.hint) };
        // Standard error is the last place to say anything: if it is closed, the exit status still tells.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Returns a progress bar that is seen only by a person at a terminal.
    pub fn progress(self) -> Bar {
        self.bar("{pos}/{len} {wide_bar} {eta}  {msg}")
    }

    /// Returns a progress bar of bytes, with their rate and the time left.
    pub fn rate(self) -> Bar {
        self.bar("{bytes} of {total_bytes} {wide_bar} {bytes_per_sec}, {eta} left  {msg}")
    }

    fn bar(self, template: &str) -> Bar {
        let bar = ProgressBar::new(0);
        if self.json || !io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template(template);
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Bar(bar)
    }
}

/// A progress bar.
pub struct Bar(ProgressBar);

impl Bar {
    /// Shows how far the work is; never stops it.
    pub fn show(&self, progress: &Progress) -> ControlFlow<()> {
        if progress.files > 1 {
            self.0.set_length(u64::from(progress.files));
            self.0.set_position(u64::from(progress.files_done));
        } else {
            self.0.set_length(progress.bytes.max(progress.bytes_done));
            self.0.set_position(progress.bytes_done);
        }
        self.0.set_message(visible::escape(&progress.current));
        ControlFlow::Continue(())
    }

    /// Shows how many bytes are done; never stops the work.
    pub fn show_bytes(&self, progress: &Progress) -> ControlFlow<()> {
        self.0.set_length(progress.bytes.max(progress.bytes_done));
        self.0.set_position(progress.bytes_done);
        self.0.set_message(visible::escape(&progress.current));
        ControlFlow::Continue(())
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Returns the failure of standard output.
pub fn standard_output(source: io::Error) -> Failure {
    if source.kind() == io::ErrorKind::BrokenPipe {
        // Whoever read has enough; there is nobody to tell.
        return Failure::Shown(4);
    }
    VaultError::Io { doing: "writing", path: PathBuf::from("standard output"), source }.into()
}

/// Returns timeline rows as lines for a person.
pub fn rows_text(rows: &[TimelineRow]) -> String {
    if rows.is_empty() {
        return "Nothing here yet.".to_owned();
    }
    let mut lines = String::new();
    for row in rows {
        let about = if row.about { "about " } else { "" };
        let when = row.occurred.as_deref().unwrap_or("time not known").replacen('T', " ", 1);
        let what = match row.channel {
            Some(channel) => format!("contact {}  {}", row.label, channel.label()),
            None => {
                let name = visible::escape(row.name.as_deref().unwrap_or_default());
                format!("{} {}  {name}", row.kind.label().to_lowercase(), row.label).trim_end().to_owned()
            }
        };
        let delay =
            row.delay.as_ref().filter(|_| row.late).map_or_else(String::new, |delay| format!("  (written {delay})"));
        lines.push_str(&format!("{about}{when}  {what}{delay}\n"));
        for line in row.text.lines() {
            lines.push_str(&format!("    {}\n", visible::escape_lines(line)));
        }
        if let Some(words) = &row.words {
            lines.push_str(&format!("    “{}”\n", visible::escape_lines(words)));
        }
        for amendment in &row.amendments {
            let (earlier, reason) =
                (visible::escape_lines(&amendment.earlier), visible::escape_lines(&amendment.reason));
            lines.push_str(&format!("    amended {}: {reason} (before: {earlier})\n", amendment.recorded));
        }
    }
    lines
}

/// Returns a report as lines for a person.
pub fn report_text(report: &Report, good: &str) -> String {
    let checked = &report.checked;
    let mut lines = if report.ok {
        format!(
            "{good} {} records, {} files, {} bytes were checked.\n",
            checked.records, checked.objects, checked.bytes
        )
    } else {
        match report.problems.len() {
            1 => "1 problem was found.\n".to_owned(),
            many => format!("{many} problems were found.\n"),
        }
    };
    // What to do is said once for findings of one class in a row.
    for (at, finding) in report.problems.iter().enumerate() {
        let (severity, code) = (finding.severity.word(), finding.class.code());
        lines.push_str(&format!("{severity}: {code}: {}\n", finding.what));
        if report.problems.get(at + 1).is_none_or(|next| next.step != finding.step) {
            lines.push_str(&format!("    {}\n", finding.step));
        }
    }
    for finding in &report.notes {
        lines.push_str(&format!("note: {}\n", finding.what));
    }
    lines
}
