//! `HOW-TO-VERIFY.txt`: how a person checks a bundle with programs that do not come from this project.
//!
//! The commands in it are run by a test, copied from the text itself. A line that is a command begins with four spaces.

use crate::reader;

/// What the text needs to know.
pub struct HowTo<'a> {
    /// The bag's folder.
    pub folder: &'a str,
    /// How many files are in it.
    pub files: usize,
    /// True when the bundle is sealed to a passphrase.
    pub passphrase: bool,
    /// True when a time-stamp is in it.
    pub stamped: bool,
    /// True when all keys of the vault were changed at some time.
    pub rekeyed: bool,
    /// What is said of the bundles that it follows; empty for one that stands alone.
    pub supplement: &'a str,
    /// True when papers are in it.
    pub papers: bool,
}

/// Returns the text.
#[must_use]
pub fn write(how_to: &HowTo<'_>) -> String {
    let HowTo { folder, files, passphrase, stamped, rekeyed, supplement, papers } = how_to;
    let (key, open, option) = if *passphrase {
        (
            "The passphrase was given to you by another way; age asks for it.",
            "age -d -o bundle.tar bundle.tar.age",
            "--bundle-passphrase-file passphrase.txt",
        )
    } else {
        (
            "The file key.txt has your private key, the one that belongs to the public key\nyou sent.",
            "age -d -i key.txt -o bundle.tar bundle.tar.age",
            "--identity key.txt",
        )
    };
    TEMPLATE
        .replace("{key}", key)
        .replace("{open}", open)
        .replace("{option}", option)
        .replace("{folder}", folder)
        .replace("{files}", &files.to_string())
        .replace("{reader}", &reader::page_sha256().to_string())
        .replace("{times}", if *stamped { TIMES } else { "" })
        .replace("{supplement}", supplement)
        .replace("{first}", if *papers { PAPERS } else { PAGE })
        .replace("{keys}", if *rekeyed { KEYS } else { "" })
        .replace("{reach}", if *rekeyed { REACH } else { "" })
}

const TEMPLATE: &str = r#"HOW TO VERIFY THIS BUNDLE

What this is
------------
An extract of a log that a person keeps of contacts, with the files that
belong to it. {first}
The files themselves are in data/originals.

What a check shows: nothing in this bundle was changed since it was signed,
nothing was added or taken out, and each entry shown is in the log as it was
recorded. What it does not show: who wrote a message, that an entry is true,
that everything was written down, or that the computer's clock was right.


{supplement}Step 1. Compare the fingerprint. Without this, nothing below proves anything.
------------------------------------------------------------------------------
Anyone can change a bundle and sign it again with a key of their own. What
tells the two apart is the fingerprint of the key. It begins with SHA256: and
was given to you by another way than this file: in the letter, by phone, or
on paper. Do not take it from this bundle.

In step 4 the line that begins with Good ends in the fingerprint of the key
that signed. Compare it with the one you were given, letter by letter. If you
were given none, ask for it.


The short way
-------------
With the program casekeep, one command does every step below and more:

  casekeep verify bundle.tar.age --fingerprint FINGERPRINT {option}

It takes the fingerprint as SHA256:... or as twelve words in quotes.


In a browser
------------
A page whose name ends in .reader.html may have come beside this bundle. It
opens the bundle in a browser such as Chrome or Edge, with nothing installed
and no connection, checks all that casekeep verify checks but for time-stamps,
and shows and saves the files. It came the same way as the bundle, and whoever
could change one could change the other; the page that this version of
casekeep gives away has the SHA-256

  {reader}


The long way, on Linux and macOS
--------------------------------
It needs age (age-encryption.org) and OpenSSH. On macOS, write
"shasum -a 256 -c" in place of "sha256sum -c".

Step 2. Open the bundle.
{key}

    {open}
    tar -xf bundle.tar
    cd {folder}

Step 3. Check that every file is as it was. There are {files} files, this one
included; a file that no list names does not belong here.

    find . -type f | wc -l
    sha256sum -c tagmanifest-sha256.txt
    sha256sum -c manifest-sha256.txt

The first command prints {files}. Every line of the others ends in OK.

Step 4. Check the signature.

    awk 'END { print NR }' allowed_signers
    ssh-keygen -Y verify -f allowed_signers -I casekeep -n casekeep-bundle-v1 -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt

The first command prints 1: a bundle names one key, and no other may stand
beside it. The second prints one line of this form:

  Good "casekeep-bundle-v1" signature for casekeep with ED25519 key SHA256:...

The word Good is not enough: what stands from SHA256: on must be the
fingerprint of step 1. Take it from this line and from no other place, such as
the file allowed_signers.


The long way, on Windows (PowerShell)
-------------------------------------
It needs age.exe; tar and ssh-keygen come with Windows 10 and later.

Step 2. Open.

  {open}
  tar -xf bundle.tar
  cd {folder}

Step 3. Check every file. There are {files} files. The second command prints
the name of each file that is missing or was changed; nothing means all are
right.

  (Get-ChildItem -Recurse -File).Count
  Get-Content tagmanifest-sha256.txt, manifest-sha256.txt | ForEach-Object { $h, $f = $_ -split '  ', 2; if ((Get-FileHash -Algorithm SHA256 -LiteralPath $f -ErrorAction SilentlyContinue).Hash -ne $h) { $f } }

Step 4. Check the signature and compare the fingerprint, as above: the first
command prints 1, and the second the line with Good.

  @(Get-Content allowed_signers).Count
  cmd /c "ssh-keygen -Y verify -f allowed_signers -I casekeep -n casekeep-bundle-v1 -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt"


{keys}{times}What these commands do not reach
--------------------------------
data/proof holds the records themselves, byte for byte, and the proof that
each is in the signed log. records.jsonl has, for each record, one line that
is its head and then the parts that are disclosed; inclusion.json has the path
from each head to the root in checkpoint-1.txt (one such file for each
computer that wrote the log); accounting.txt says of every record of the log
whether it is disclosed. consistency.json, where it is, has the proof that the
log goes on from earlier seals; the checkpoint of each is in seal-1.txt and so
on.{reach}

The commands above show that these files are as signed. That the records lead
to the signed root, that the log goes on from each seal, and that the
accounting has no holes, is checked by: casekeep verify.
"#;

const PAPERS: &str = "Read data/00-read-me-first.pdf first: it lists the papers beside
it. data/chronology.html says the same in any browser, and runs nothing.";

const PAGE: &str = "Read data/chronology.html first: it opens in any browser, needs
no internet and runs nothing.";

const KEYS: &str = r#"The keys of this vault were changed
-----------------------------------
All keys of the vault that this bundle is from were changed at some time, as
one does when somebody else may have had them. What counts is the fingerprint
of the newest key, which signed this bundle. This command prints those of all
keys, the oldest first:

    grep -o 'ssh-ed25519 [^"]*' data/proof/epochs.json | ssh-keygen -l -f -

The last line has the fingerprint of step 1. If the one that you were given is
on another line, it is of an older key, and whoever has an older key could
have made this bundle: ask for the newest by another way.


"#;

const REACH: &str = r#" epochs.json shows how each key of the vault was named by the one before it,
and where the logs that older keys signed ended; casekeep verify checks that,
and takes nothing that an older key signed later."#;

const TIMES: &str = r#"The time, on Linux and macOS
----------------------------
A file such as data/proof/seal-1-1.tsr is the answer of a time-stamp authority:
that it saw the checkpoint in data/proof/seal-1.txt at that time. The log of
this case was under that checkpoint then, which casekeep verify shows. Print
the time and the authority with

    openssl ts -reply -in data/proof/seal-1-1.tsr -text

and check it with the certificate of the authority, which you get from the
authority itself (root.pem; some need -untrusted and a second file too):

    openssl ts -verify -in data/proof/seal-1-1.tsr -data data/proof/seal-1.txt -CAfile root.pem

It prints Verification: OK. Whether to trust that authority is for you.


"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_complete_and_starts_with_the_fingerprint() {
        for passphrase in [false, true] {
            let text = write(&HowTo {
                folder: "casekeep-abcdefgh-2",
                files: 23,
                passphrase,
                stamped: passphrase,
                rekeyed: passphrase,
                supplement: if passphrase { "This is a supplement\n\n\n" } else { "" },
                papers: passphrase,
            });
            assert_eq!(text.contains("a supplement"), passphrase);
            assert!(
                !text.contains("{key}")
                    && !text.contains("{o")
                    && !text.contains("{f")
                    && !text.contains("{r")
                    && !text.contains("{s"),
                "{text}"
            );
            let at = |needle: &str| text.find(needle).expect(needle);
            assert!(at("Step 1. Compare the fingerprint") < at("age -d"));
            assert!(text.contains("There are 23 files") && text.contains("cd casekeep-abcdefgh-2"));
            assert_eq!(text.contains("-i key.txt"), !passphrase);
            assert_eq!(text.contains("openssl ts -verify"), passphrase);
            assert_eq!(text.contains("epochs.json"), passphrase);
            assert_eq!(text.contains("data/00-read-me-first.pdf"), passphrase);
            // What lies in the bundle can name two keys; only what the check of the signature prints is the one that signed.
            assert!(!text.contains("ssh-keygen -l -f allowed_signers"));
            assert!(
                at("END { print NR }") < at("ssh-keygen -Y verify") && text.contains("with ED25519 key SHA256:...")
            );
            assert!(text.is_ascii());
            let prose = text.lines().filter(|line| !line.starts_with("  "));
            assert!(prose.clone().all(|line| line.len() <= 80), "{:?}", prose.max_by_key(|line| line.len()));
        }
    }
}
