//! Trusted time for a seal without a connection: a request in a file, and the authority's reply from one.
//!
//! Both are recorded as amendments of the seal's record, so that a reply is only taken for a request that was written
//! here, and bundles can carry it.

use crate::anchor::Anchored;
use crate::boxes::Draft;
use crate::error::{At, Result, VaultError};
use crate::outside::{NewFile, open_ordinary_file};
use crate::session::{Core, UnlockedVault, hold};
use casekeep_format::stamp::{self, StampError};
use casekeep_format::{PartsBuilder, kind};
use casekeep_model::keeping::Seal;
use data_encoding::BASE64;
use std::io::{Read, Write};
use std::path::Path;

impl UnlockedVault {
    /// Writes a request for a time-stamp of the newest seal to a new file, and records it.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] when there is no seal yet; [`VaultError::AlreadyExists`]; [`VaultError::RolledBack`];
    /// [`VaultError::ReadOnly`]; or what the system says.
    pub fn time_request(&self, path: &Path) -> Result<Seal> {
        self.check_writable()?;
        let mut core = hold(&self.core);
        if core.rolled_back {
            return Err(VaultError::RolledBack);
        }
        let Some(newest) = self.anchored(&core)?.pop() else {
            return Err(VaultError::BadInput("The vault was not sealed yet, so there is nothing to stamp.".to_owned()));
        };
        let mut file = NewFile::begin(self.disk(), path)?;
        let request = stamp::write_request(newest.seal.checkpoint.as_bytes());
        self.amend_seal(&mut core, &newest, "request", &request)?;
        file.write_all(&request).at("writing", path)?;
        file.publish()?;
        Ok(newest.seal)
    }

    /// Takes an authority's reply from a file, checks it and records it; returns the seal that it stamps.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] when it is no reply, not granted, for something else, not an answer to a request that was
    /// written here, or its signature does not hold; [`VaultError::ReadOnly`]; or what the system says.
    pub fn take_time_response(&self, path: &Path) -> Result<Seal> {
        self.check_writable()?;
        let reply = read_reply_file(path)?;
        let mut core = hold(&self.core);
        let mut why = StampError::OtherBytes;
        for mut anchored in self.anchored(&core)?.into_iter().rev() {
            let note = anchored.seal.checkpoint.as_bytes();
            let stamped = match stamp::read_reply(&reply, note) {
                Ok(stamped) => stamped,
                Err(StampError::OtherBytes) => continue,
                Err(error) => {
                    why = error;
                    break;
                }
            };
            let mut nonces = anchored.requests.iter().filter_map(|r| stamp::nonce_of_request(r, note).ok().flatten());
            if stamped.nonce.is_none() || !nonces.any(|nonce| stamped.nonce.as_ref() == Some(&nonce)) {
                return Err(refused("it answers another request than the ones that this vault wrote"));
            }
            if !anchored.responses.contains(&reply) {
                self.amend_seal(&mut core, &anchored, "response", &reply)?;
                anchored.take_response(reply);
            }
            return Ok(anchored.seal);
        }
        Err(match why {
            StampError::OtherBytes => refused("it is for something else than a seal of this vault"),
            error => refused(&error.to_string()),
        })
    }

    fn amend_seal(&self, core: &mut Core, seal: &Anchored, part: &str, bytes: &[u8]) -> Result<()> {
        let parts = PartsBuilder::new().with(part, BASE64.encode(bytes)).with("clocks", self.clocks()).build();
        let vault = core.vault_box.id.clone();
        self.commit(core, &vault, vec![Draft::amending(kind::SEAL, seal.chain.clone(), parts)])?;
        Ok(())
    }
}

fn refused(why: &str) -> VaultError {
    VaultError::BadInput(format!("The reply was not taken: {why}."))
}

fn read_reply_file(path: &Path) -> Result<Vec<u8>> {
    let (file, _, size) = open_ordinary_file(path)?;
    if size > stamp::LONGEST as u64 {
        return Err(refused("it is too long for a time-stamp reply"));
    }
    let mut reply = Vec::new();
    file.take(stamp::LONGEST as u64).read_to_end(&mut reply).at("reading", path)?;
    Ok(reply)
}
