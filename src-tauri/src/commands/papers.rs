//! Papers: letters, registers and labels, made in memory and saved where the person says. The log says so first.

use super::{Given, work};
use crate::dialogs;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use casekeep_model::papers::{PaperAsked, PaperForm, PaperRegister};
use casekeep_model::view::RegisterView;
use casekeep_model::{Register, Timestamp};
use casekeep_report::{Labels, Letter, Made, Table, docx, gift_register, pdf, thing_labels, thing_register};
use casekeep_vault::{SavedPaper, UnlockedVault};
use chrono::Local;
use tauri::{AppHandle, command};

/// Makes a paper, asks where to save it and writes it there, without protection; `None` when the dialog was closed.
#[command]
pub async fn save_paper(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    paper: PaperAsked,
    reason: String,
) -> Answer<Option<String>> {
    work(&shell, move |shell| {
        let at = Timestamp::from(chrono::Utc::now());
        let made = Made { day: at.to_chrono().with_timezone(&Local).format("%-d %B %Y").to_string(), at };
        let form = match &paper {
            PaperAsked::Letter { form, .. } | PaperAsked::Register { form, .. } => *form,
            PaperAsked::Labels => PaperForm::Pdf,
        };
        // Setting a long register takes seconds, and a vault that is lent cannot be locked meanwhile.
        let content = Content::read(&*shell.lease()?, case, &paper, &made)?;
        let bytes = content.set(form, &made)?;
        let name = format!("{}.{}", content.title(), form.word());
        let Some(place) = dialogs::choose_target(&app, "Save the paper", &name) else { return Ok(None) };
        shell.touch();
        let saved = SavedPaper { title: content.title(), form, reason: &reason, bytes: &bytes };
        shell.lease()?.save_paper(case, &saved, &place).or_problem()?;
        Ok(Some(place.display().to_string()))
    })
    .await
}

/// What stands on a paper.
enum Content {
    Letter(Letter),
    Register(Table),
    Labels(Labels),
}

impl Content {
    /// Reads from the vault what a paper is made of.
    fn read(vault: &UnlockedVault, case: u32, paper: &PaperAsked, made: &Made) -> Answer<Self> {
        let named = |register: Register| -> Answer<(String, Vec<RegisterView>)> {
            let cases = vault.cases().or_problem()?;
            let name = cases.into_iter().find(|row| row.case == case).map(|row| row.name).unwrap_or_default();
            Ok((name, vault.register_entries(case, register).or_problem()?))
        };
        Ok(match paper {
            PaperAsked::Letter { title, text, .. } => Self::Letter(Letter { title: title.clone(), text: text.clone() }),
            PaperAsked::Register { register: PaperRegister::Gift, .. } => {
                let (name, gifts) = named(Register::Gift)?;
                Self::Register(gift_register(&name, &gifts, made.clone()))
            }
            PaperAsked::Register { register: PaperRegister::Thing, .. } => {
                let (name, things) = named(Register::Thing)?;
                Self::Register(thing_register(&name, &things, made.clone()))
            }
            PaperAsked::Labels => {
                let (name, things) = named(Register::Thing)?;
                Self::Labels(thing_labels(&name, &things, made.clone()))
            }
        })
    }

    fn set(&self, form: PaperForm, made: &Made) -> Answer<Vec<u8>> {
        let set = match (self, form) {
            (Self::Letter(letter), PaperForm::Pdf) => pdf(letter, made),
            (Self::Letter(letter), PaperForm::Docx) => docx(letter, made),
            (Self::Register(table), PaperForm::Pdf) => pdf(table, made),
            (Self::Register(table), PaperForm::Csv) => Ok(table.csv().into_bytes()),
            (Self::Labels(labels), PaperForm::Pdf) => pdf(labels, made),
            (Self::Letter(_), PaperForm::Csv)
            | (Self::Register(_), PaperForm::Docx)
            | (Self::Labels(_), PaperForm::Csv | PaperForm::Docx) => return Err(ShellError::NoSuchForm.tell()),
        };
        set.map_err(|error| error.problem())
    }

    fn title(&self) -> &str {
        match self {
            Self::Letter(letter) => &letter.title,
            Self::Register(table) => &table.title,
            Self::Labels(labels) => &labels.title,
        }
    }
}
