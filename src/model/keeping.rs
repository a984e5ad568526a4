//! How long a session is kept. A date says when it is to go; a legal hold says that nothing of it may go, whatever the
//! date. Neither does anything by itself: the program reminds, and refuses.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// How long a session is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Keeping {
    /// The first day on which it is to go; no day is set where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Nothing of it may be erased or deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
}

/// A legal hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// Why, and who said so.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}

impl Keeping {
    /// Whether nothing was said about it.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the session is to go, on this day.
    pub fn is_due(&self, today: Date) -> bool {
        self.hold.is_none() && self.until.is_some_and(|until| until <= today)
    }

    /// Why nothing may be erased or deleted, as a sentence.
    pub fn refusal(&self) -> Option<String> {
        let hold = self.hold.as_ref()?;
        let since = hold.since.strftime("%-d %B %Y");
        Some(format!(
            "A legal hold since {since} keeps everything in this session ({}); lift the hold first",
            hold.reason.trim()
        ))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_session_is_due_on_its_day_unless_it_is_held() {
        let mut keeping = Keeping { until: Some(date(2027, 1, 31)), hold: None };
        assert!(!keeping.is_due(date(2027, 1, 30)) && keeping.is_due(date(2027, 1, 31)));
        assert_eq!(keeping.refusal(), None);
        keeping.hold = Some(Hold { reason: "Case 12, asked by counsel".into(), since: Timestamp::UNIX_EPOCH });
        assert!(!keeping.is_due(date(2028, 1, 1)));
        assert!(keeping.refusal().is_some_and(|sentence| sentence.contains("Case 12")));
        assert!(!Keeping::default().is_due(date(9999, 1, 1)) && Keeping::default().is_open());
    }
}
