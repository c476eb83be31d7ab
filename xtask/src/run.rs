//! `cargo xtask run`: sets up, builds, and opens the window, or does the main job without one.

use std::fs;
use std::path::PathBuf;

use crate::machine;
use crate::node;
use crate::packages;
use crate::place;
use crate::program;
use crate::steps::{Failed, Outcome, Steps};

/// Runs the application; returns whether every step went well.
pub fn run(sample: bool) -> bool {
    let mut steps = Steps::begin();
    set_up_and_open(&mut steps, sample);
    steps.summarise()
}

fn set_up_and_open(steps: &mut Steps, sample: bool) -> bool {
    set_up(steps, &[packages::BUILD])
        && steps.step("programs", "builds the window, the command line and the maker of the sample case", build)
        && if machine::has_display() {
            (!sample || steps.step("sample", "makes the sample case", || Sample::make().map(|_| ())))
                && steps.step("window", "opens the window, and waits until it is closed", || open_window(sample))
        } else {
            println!(
                "\nThere is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened."
            );
            println!("The main job follows on the command line instead.");
            without_window(steps)
        }
}

/// Sets up what a fresh machine lacks. Everything later needs this, so the first failure ends it.
pub fn set_up(steps: &mut Steps, groups: &[&[packages::Group]]) -> bool {
    steps.step("machine", "looks at what kind of machine this is", machine::look)
        && steps.step("packages", "looks for the system packages that are needed", || packages::install(groups))
        && steps.step("node", "looks for Node", node::check)
        && steps.step("npm", "installs the interface's packages as its lock file names them", node::install)
        && steps.step("page", "builds the page that the window shows", node::build)
}

/// Builds every program in one go: the same crates with the same features each time, so that nothing is built twice.
pub fn build() -> Outcome {
    program::run(program::cargo().args(["build", "--locked", "--workspace", "--bins"]))
}

fn open_window(sample: bool) -> Outcome {
    let mut window = program::command(place::built("casekeep-desktop")?);
    if sample {
        let sample = Sample::here()?;
        println!("   the passphrase of the sample case is in {}", sample.passphrase().display());
        window.env("CASEKEEP_STATE", sample.state()).env("CASEKEEP_VAULT", sample.vault());
    }
    program::run(&mut window)
}

fn without_window(steps: &mut Steps) -> bool {
    steps.step("sample", "makes the sample case", || Sample::make().map(|_| ()))
        && steps.step("export", "exports the case as an encrypted bundle", || Sample::here()?.export())
        && steps.step("verify", "checks the vault, then the bundle", || Sample::here()?.verify())
        && steps.step("files", "says where everything is", || {
            Sample::here()?.say_where();
            Ok(())
        })
}

/// The sample case and what is made from it, in one folder that is made anew each time.
struct Sample {
    folder: PathBuf,
}

impl Sample {
    fn here() -> Result<Self, Failed> {
        Ok(Self { folder: place::target()?.join("sample") })
    }

    fn make() -> Result<Self, Failed> {
        let sample = Self::here()?;
        if sample.folder.exists() {
            fs::remove_dir_all(&sample.folder).map_err(|error| sample.failed("could not be emptied", &error))?;
        }
        fs::create_dir_all(&sample.folder).map_err(|error| sample.failed("could not be made", &error))?;
        let mut maker = program::command(place::built("casekeep-sample")?);
        program::run(maker.arg(place::built("casekeep")?).arg(&sample.folder))?;
        Ok(sample)
    }

    fn export(&self) -> Outcome {
        let words = self.bundle_passphrase();
        fs::write(&words, "orchard lantern pebble violin harbour teapot\n")
            .map_err(|error| self.failed("could not be written to", &error))?;
        let mut export = self.casekeep()?;
        export.args(["export", "1", "--to-passphrase-file"]).arg(words).arg("-o").arg(self.bundle());
        program::run(&mut export)
    }

    fn verify(&self) -> Outcome {
        program::run(self.casekeep()?.arg("verify"))?;
        let mut bundle = program::command(place::built("casekeep")?);
        bundle.env("CASEKEEP_STATE", self.folder.join("state-of-the-recipient"));
        program::run(
            bundle.arg("verify").arg(self.bundle()).arg("--bundle-passphrase-file").arg(self.bundle_passphrase()),
        )
    }

    fn casekeep(&self) -> Result<std::process::Command, Failed> {
        let mut command = program::command(place::built("casekeep")?);
        command.env("CASEKEEP_STATE", self.state());
        command.arg("--vault").arg(self.vault()).arg("--passphrase-file").arg(self.passphrase());
        Ok(command)
    }

    fn say_where(&self) {
        println!("   the vault:                   {}", self.vault().display());
        println!("   its passphrase:              {}", self.passphrase().display());
        println!("   the bundle:                  {}", self.bundle().display());
        println!("   the bundle's passphrase:     {}", self.bundle_passphrase().display());
        println!("   the application's state:     {}", self.state().display());
        println!("   Open the bundle with stock tools: age -d {} | tar -x", self.bundle().display());
    }

    fn failed(&self, what: &str, error: &std::io::Error) -> Failed {
        Failed::new(format!("{} {what}: {error}", self.folder.display()))
    }

    fn vault(&self) -> PathBuf {
        self.folder.join("Sample.casekeep")
    }

    fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    fn passphrase(&self) -> PathBuf {
        self.folder.join("passphrase.txt")
    }

    fn bundle(&self) -> PathBuf {
        self.folder.join("sample-bundle.tar.age")
    }

    fn bundle_passphrase(&self) -> PathBuf {
        self.folder.join("bundle-passphrase.txt")
    }
}

#[cfg(test)]
mod tests {
    use super::Sample;

    #[test]
    fn everything_of_the_sample_lies_in_its_own_folder() {
        let sample = Sample::here().expect("a test lies in cargo's output folder");
        for path in [sample.vault(), sample.state(), sample.passphrase(), sample.bundle(), sample.bundle_passphrase()] {
            assert!(path.starts_with(&sample.folder) && path != sample.folder, "{}", path.display());
        }
    }
}
