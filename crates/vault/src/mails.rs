//! The mails that items hold.

use crate::error::Result;
use crate::read::read_failure;
use crate::session::UnlockedVault;
use casekeep_model::inspect::{LookError, PreviewError};
use casekeep_model::mail::MailView;

impl UnlockedVault {
    /// Returns one mail of an item, by its number from 1; `None` for an item that is no mail and no mailbox.
    ///
    /// # Errors
    /// [`VaultError::Preview`](crate::VaultError::Preview) says why it cannot be told; an integrity error when the item's
    /// file is missing or changed.
    pub fn mail(&self, case: u32, item: u32, n: u32) -> Result<Option<MailView>> {
        let mut file = self.read_item(case, item)?;
        match self.installation.inspect.mail(&mut file, n) {
            Ok(mail) => Ok(Some(mail)),
            Err(LookError::Preview(PreviewError::NoPreview)) => Ok(None),
            Err(LookError::Preview(error)) => Err(error.into()),
            Err(LookError::Read(error)) => Err(read_failure(error, item)),
        }
    }
}
