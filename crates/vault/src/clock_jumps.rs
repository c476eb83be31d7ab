//! Clocks that jump: the wall clock against the previous record, and against the clock that nobody can set.
//!
//! A jump becomes one record and never stops anything: a clock can be wrong for good reasons, and entries are ordered by
//! when things happened. What is compared with lies in the memory of this computer.

use crate::boxes::Draft;
use crate::error::Result;
use crate::session::{Core, UnlockedVault};
use casekeep_format::{PartsBuilder, kind};
use casekeep_model::{Clock, Timestamp};
use serde::{Deserialize, Serialize};

/// How far back the wall clock may go, in milliseconds, before it is a jump: time servers move it by less.
const BACK: i64 = 1_000;
/// How far the two clocks may part, in milliseconds, while the computer runs.
const APART: i64 = 120_000;

/// What the clocks said at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClockReading {
    at: Timestamp,
    boot: Option<u64>,
    run: Option<String>,
}

/// That the wall clock is not where it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClockJump {
    /// What it said before.
    before: Timestamp,
    /// By how much it is off, in milliseconds; negative when it was put back.
    by: i64,
}

impl ClockReading {
    pub fn now(clock: &dyn Clock) -> Self {
        Self { at: clock.now(), boot: clock.since_boot(), run: clock.run() }
    }

    /// Returns the jump from this reading to a later one.
    ///
    /// Only while the computer ran on is it known how much time passed; but less can never have passed than the clock
    /// since the start says, whichever start that was.
    pub fn jump_to(&self, now: &Self) -> Option<ClockJump> {
        let wall = now.at.millis() - self.at.millis();
        let ran = self.boot.zip(now.boot).and_then(|(before, now)| i64::try_from(now.checked_sub(before)?).ok());
        let off = ran.map(|ran| wall - ran);
        let ran_on = self.run.is_some() && self.run == now.run;
        let by = match off {
            Some(off) if off < -APART || (off > APART && ran_on) => off,
            _ if wall <= -BACK => wall,
            _ => return None,
        };
        Some(ClockJump { before: self.at, by })
    }
}

impl ClockJump {
    /// Returns the jump as a sentence for the person.
    pub fn sentence(&self) -> String {
        let which = if self.by < 0 { "back" } else { "forward" };
        format!(
            "The clock of this computer went {which} by {} since it last recorded something. It is recorded that it did. Check the date and time of the computer.",
            length(self.by.unsigned_abs())
        )
    }
}

/// Returns a length of time in its largest whole unit.
fn length(millis: u64) -> String {
    let units = [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000)];
    let (name, unit) = units.into_iter().find(|(_, unit)| millis >= *unit).unwrap_or(("second", 1_000));
    let count = millis / unit;
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

impl UnlockedVault {
    /// Records a jump of the clock since the previous record, once, and takes this moment as the one to compare with.
    pub(crate) fn note_clock(&self, core: &mut Core) -> Result<()> {
        let now = ClockReading::now(&*self.installation.clock);
        let before = core.memory.clock.replace(now.clone());
        let Some(jump) = before.as_ref().and_then(|before| before.jump_to(&now)) else { return Ok(()) };
        let parts = PartsBuilder::new().with("before", jump.before).with("by", jump.by).with("clocks", self.clocks());
        let vault = core.vault_box.id.clone();
        if let Err(error) = self.append(core, &vault, vec![Draft::new(kind::CLOCK, parts.build())]) {
            core.memory.clock = before;
            return Err(error);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(at: i64, boot: Option<u64>, run: &str) -> ClockReading {
        let run = (!run.is_empty()).then(|| run.to_owned());
        ClockReading { at: Timestamp::from_millis(at), boot, run }
    }

    #[test]
    fn a_jump_is_told_from_time_that_passed() {
        let before = reading(1_000_000_000, Some(5_000_000), "one");
        let jump = |at: i64, boot: Option<u64>, run| before.jump_to(&reading(at, boot, run)).map(|jump| jump.by);
        let hour = 3_600_000;
        // Time passed, on one run or over a start.
        assert_eq!(jump(1_000_000_000 + hour, Some(5_000_000 + 3_600_000), "one"), None);
        assert_eq!(jump(1_000_000_000 + 30 * hour, Some(60_000), "two"), None);
        assert_eq!(jump(1_000_000_000 + 30 * hour, Some(6_000_000), "two"), None);
        assert_eq!(jump(1_000_000_000 + hour, None, ""), None);
        // Two minutes may part the clocks, and a second is a time server's.
        assert_eq!(jump(1_000_120_000, Some(5_000_000), "one"), None);
        assert_eq!(jump(999_999_001, Some(5_000_000), "one"), None);
        // Forward and back while it ran on.
        assert_eq!(jump(1_000_120_001, Some(5_000_000), "one"), Some(120_001));
        assert_eq!(jump(1_000_000_000, Some(5_000_000 + 3_600_000), "one"), Some(-hour));
        assert_eq!(jump(999_999_000, Some(5_000_000), "one"), Some(-1_000));
        // Over a start only what cannot be is seen: less time than the computer ran, or none at all.
        assert_eq!(jump(1_000_000_000 + hour, Some(5_000_000 + 3 * 3_600_000), "two"), Some(-2 * hour));
        assert_eq!(jump(1_000_000_000 - hour, Some(60_000), "two"), Some(-hour));
        assert_eq!(jump(1_000_000_000 - hour, None, ""), Some(-hour));
    }

    #[test]
    fn a_length_is_said_in_its_largest_unit() {
        for (millis, said) in
            [(1_000, "1 second"), (119_000, "1 minute"), (7_200_000, "2 hours"), (86_400_000 * 400, "400 days")]
        {
            assert_eq!(length(millis), said);
        }
    }
}
