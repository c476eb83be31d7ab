//! Papers: letters, registers and labels, made in memory and saved where the person says. The log says so first.

use super::{Given, work};
use crate::dialogs;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use casekeep_model::papers::{PaperAsked, PaperForm, PaperRegister};
use casekeep_model::view::RegisterView;
use casekeep_model::{Problem, Register, Timestamp};
use casekeep_report::{Letter, Made, ReportError, docx, gift_register, pdf, thing_labels, thing_register};
use casekeep_vault::{SavedPaper, UnlockedVault};
use chrono::Local;
use tauri::{AppHandle, command};

/// A paper that was made.
struct Ready {
    title: String,
    form: PaperForm,
    bytes: Vec<u8>,
}

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
        let ready = make(&*shell.lease()?, case, paper)?;
        let name = format!("{}.{}", ready.title, ready.form.word());
        let Some(place) = dialogs::choose_target(&app, "Save the paper", &name) else { return Ok(None) };
        shell.touch();
        let saved = SavedPaper { title: &ready.title, form: ready.form, reason: &reason, bytes: &ready.bytes };
        shell.lease()?.save_paper(case, &saved, &place).or_problem()?;
        Ok(Some(place.display().to_string()))
    })
    .await
}

fn make(vault: &UnlockedVault, case: u32, paper: PaperAsked) -> Answer<Ready> {
    let at = Timestamp::from(chrono::Utc::now());
    let made = Made { day: at.to_chrono().with_timezone(&Local).format("%-d %B %Y").to_string(), at };
    let named = |register: Register| -> Answer<(String, Vec<RegisterView>)> {
        let cases = vault.cases().or_problem()?;
        let name = cases.into_iter().find(|row| row.case == case).map(|row| row.name).unwrap_or_default();
        Ok((name, vault.register_entries(case, register).or_problem()?))
    };
    let told = |error: ReportError| error.problem();
    let (title, form, bytes) = match paper {
        PaperAsked::Letter { title, text, form } => {
            let letter = Letter { title: title.clone(), text };
            let bytes = match form {
                PaperForm::Pdf => pdf(&letter, &made).map_err(told)?,
                PaperForm::Docx => docx(&letter, &made).map_err(told)?,
                PaperForm::Csv => return Err(no_such_form()),
            };
            (title, form, bytes)
        }
        PaperAsked::Register { register, form } => {
            let table = match register {
                PaperRegister::Gift => {
                    named(Register::Gift).map(|(name, all)| gift_register(&name, &all, made.clone()))
                }
                PaperRegister::Thing => {
                    named(Register::Thing).map(|(name, all)| thing_register(&name, &all, made.clone()))
                }
            }?;
            let bytes = match form {
                PaperForm::Pdf => pdf(&table, &made).map_err(told)?,
                PaperForm::Csv => table.csv().into_bytes(),
                PaperForm::Docx => return Err(no_such_form()),
            };
            (table.title, form, bytes)
        }
        PaperAsked::Labels => {
            let (name, things) = named(Register::Thing)?;
            let labels = thing_labels(&name, &things, made.clone());
            let bytes = pdf(&labels, &made).map_err(told)?;
            (labels.title, PaperForm::Pdf, bytes)
        }
    };
    Ok(Ready { title, form, bytes })
}

fn no_such_form() -> Problem {
    ShellError::NoSuchForm.tell()
}
