//! The papers of a bundle, set from blocks: whoever makes bundles is handed a [`Typesetter`].

use crate::typeset::data;
use crate::{Made, Paper, ReportError, pdf};
use casekeep_model::bundle_paper::{BundlePaper, PaperError, SetPaper};
use serde_json::Value;

/// Sets the papers of bundles as PDF/A-2a and PDF/UA-1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typesetter;

impl SetPaper for Typesetter {
    fn set(&self, paper: &BundlePaper) -> Result<Vec<u8>, PaperError> {
        // The day stands in the paper itself, in the words of whoever wrote it.
        pdf(paper, &Made { day: String::new(), at: paper.made }).map_err(|error| PaperError(error.to_string()))
    }
}

impl Paper for BundlePaper {
    fn set(&self) -> Result<(&'static str, Value), ReportError> {
        Ok((include_str!("templates/bundle.typ"), data(self)))
    }
}
