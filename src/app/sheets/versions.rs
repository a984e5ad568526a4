//! Earlier versions: what the last saves wrote. One is opened as a session of its own, so that looking at the past never
//! changes the present.

use egui::{ScrollArea, Ui};
use jiff::tz::TimeZone;

use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Button, text};
use crate::storage::{Version, Versions};

use super::{foot, sheet};

/// The sheet while it is open.
pub struct VersionsSheet {
    groups: Vec<Versions>,
    zone: TimeZone,
}

impl VersionsSheet {
    /// A sheet with the versions of one session, or of all.
    pub fn new(groups: Vec<Versions>) -> Self {
        Self { groups, zone: TimeZone::system() }
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the version to make a copy of.
    pub fn show(&mut self, ui: &mut Ui) -> Option<Option<Version>> {
        let (answer, close) = sheet(ui, "Earlier versions", 560.0, |ui| {
            text::second(
                ui,
                "What the last saves wrote: the newest five, then one an hour and one a day for two weeks. A version \
                 opens as a copy; the session stays as it is.",
            );
            let mut picked = None;
            let room = (ui.ctx().content_rect().height() - 320.0).clamp(120.0, 360.0);
            ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
                if self.groups.iter().all(|group| group.versions.is_empty()) {
                    text::body(ui, "There are none yet. Each save adds one.");
                }
                let several = self.groups.len() > 1;
                for group in &self.groups {
                    if several {
                        let name = group.file.file_name().unwrap_or_default().to_string_lossy();
                        let title = group.title.as_deref().unwrap_or("Encrypted session");
                        text::label(ui, format!("{title} · {name}"));
                    }
                    for version in &group.versions {
                        if row(ui, version, &self.zone) {
                            picked = Some(Some(version.clone()));
                        }
                    }
                }
            });
            foot(ui, |ui| ui.add(Button::quiet("Close")).clicked().then_some(None)).or(picked)
        });
        answer.or(close.then_some(None))
    }
}

fn row(ui: &mut Ui, version: &Version, zone: &TimeZone) -> bool {
    let theme = Theme::of(ui);
    let saved = version.saved.to_zoned(zone.clone()).strftime("%-d %B %Y, %H:%M:%S").to_string();
    let size = if version.length < 1_000_000 {
        format!("{} kB", version.length.div_ceil(1000))
    } else {
        format!("{:.1} MB", version.length as f64 / 1e6)
    };
    ui.horizontal(|ui| {
        ui.label(theme.rich(Size::Body, Weight::Medium, &saved));
        let about = if version.encrypted { format!("{size}, encrypted") } else { size };
        text::hint(ui, about);
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(layout, |ui| {
            let shown = ui.add(Button::secondary("Open a copy…").small());
            shown.widget_info(|| {
                let name = format!("Open a copy of {saved}…");
                egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
            });
            shown.clicked()
        })
        .inner
    })
    .inner
}
