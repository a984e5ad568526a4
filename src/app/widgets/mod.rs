//! The pieces that screens are made of. They know colours, type and keys, and nothing of sessions:
//! what they show is handed to them, what somebody did comes back as a [`egui::Response`].
//!
//! Each has its name, role, state and value for screen readers, can be reached with Tab and used
//! with Space or Enter, shows where the keyboard is with a ring in the accent, and shows the whole
//! of a text on hover where it had to cut it. To switch one off, put it in with
//! [`egui::Ui::add_enabled`].

mod bar;
mod button;
mod card;
mod chip;
mod choice;
mod field;
mod hue;
mod interval_dot;
mod look;
mod menu;
mod navigation;
mod notice;
mod person_pyramid;
mod scale_use;
mod score_cell;
mod score_strip;
mod segmented;
mod sheet;
mod table;
mod team_pyramid;
pub mod text;
mod toast;
mod token;

pub use bar::{Progress, bar_row};
pub use button::{Button, IconButton, keycap};
pub use card::{Card, hairline, key_value, page_title, panel, section_heading};
pub use chip::{Chip, badge, dot, icon_badge};
pub use choice::{checkbox, radio, switch};
pub use field::{TextField, ended_with_enter, problem};
pub use hue::Hue;
pub use interval_dot::{IntervalDot, IntervalDots, signed};
pub use look::{focus_ring, focus_ring_inside, line_of_text};
pub use menu::{MenuItem, Select, context_menu, menu, menu_line};
pub use navigation::{RAIL_WIDTH, Step, nav_item, phase_step, search_button, tabs};
pub use notice::{Answer, Banner, EmptyState, Wanted};
pub use person_pyramid::{PersonPyramid, TierBand, paint_person_pyramid};
pub use scale_use::{ScaleUse, ScaleUses};
pub use score_cell::{Score, ScoreCell, paint_score_cell};
pub use score_strip::{AgreedBox, ScoreStrip, StripMark, mark_letters, paint_agreed};
pub use segmented::{Segmented, segmented};
pub use sheet::{Sheet, SheetUi, Shown};
pub use table::{Column, Table, TableRow, table_frame};
pub use team_pyramid::{Clicked, TeamBand, TeamPerson, TeamPyramid};
pub use toast::Toasts;
pub use token::{TokenLook, initials, paint_token, token};

#[cfg(test)]
mod tests;
