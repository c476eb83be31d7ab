//! What a decoder tells as lines of JSON, taken apart as it comes in: each line is of a known type, or the whole is damaged.

use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use serde::de::DeserializeOwned;

/// The line that is coming in.
#[derive(Debug, Default)]
pub(crate) struct Lines(Vec<u8>);

impl Lines {
    /// Takes in a piece of the answer, and hands on every line that is whole.
    ///
    /// # Errors
    /// [`PreviewError::Stopped`] for a line that is too long or of another type: a decoder is believed in nothing; and
    /// what `see` says.
    pub fn take<T: DeserializeOwned>(
        &mut self,
        mut piece: &[u8],
        see: &mut dyn FnMut(T) -> Result<(), PreviewError>,
    ) -> Result<(), PreviewError> {
        while let Some(end) = piece.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = piece.split_at(end);
            self.0.extend_from_slice(line);
            let told = serde_json::from_slice(&self.0).map_err(|_| PreviewError::Stopped)?;
            self.0.clear();
            see(told)?;
            piece = rest.get(1..).unwrap_or_default();
        }
        if self.0.len() + piece.len() > limits::EXPORT_MESSAGE {
            return Err(PreviewError::Stopped);
        }
        self.0.extend_from_slice(piece);
        Ok(())
    }

    /// Ends the answer.
    ///
    /// # Errors
    /// [`PreviewError::Stopped`] in the middle of a line.
    pub fn end(self) -> Result<(), PreviewError> {
        if self.0.is_empty() { Ok(()) } else { Err(PreviewError::Stopped) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pieces: &[&str]) -> Result<Vec<u32>, PreviewError> {
        let (mut lines, mut all) = (Lines::default(), Vec::new());
        for piece in pieces {
            lines.take(piece.as_bytes(), &mut |number| {
                all.push(number);
                Ok(())
            })?;
        }
        lines.end().map(|()| all)
    }

    #[test]
    fn lines_are_put_together_from_pieces() {
        assert_eq!(told(&["1\n2", "3\n", "", "4\n"]), Ok(vec![1, 23, 4]));
        assert_eq!(told(&[]), Ok(vec![]));
    }

    #[test]
    fn what_is_of_another_type_or_without_an_end_is_not_believed() {
        assert_eq!(told(&["1\n\"two\"\n"]), Err(PreviewError::Stopped));
        assert_eq!(told(&["1\n2"]), Err(PreviewError::Stopped));
        let long = "1".repeat(limits::EXPORT_MESSAGE);
        assert_eq!(told(&[&long, "1"]), Err(PreviewError::Stopped));
    }
}
