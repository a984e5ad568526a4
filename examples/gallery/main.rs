//! Every widget of Plumbline's window in one place, to look at while working on them.
//!
//! `cargo run --example gallery -- [--dark] [--text 1.5] [--only SECTION] [--people 35] [--count]`

mod charts;
mod pieces;

use std::process::ExitCode;

use egui::{Frame, Margin, ScrollArea, Ui};
use plumbline::app::icons::Icon;
use plumbline::app::theme::{self, Theme, ThemeChoice};
use plumbline::app::widgets::{self, Button, Card, IconButton, Segmented, Toasts, text};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let place = words.iter().position(|word| word == name)?;
        words.get(place + 1).cloned()
    };
    let gallery = Gallery {
        dark: words.iter().any(|word| word == "--dark"),
        text_scale: after("--text").and_then(|scale| scale.parse().ok()).unwrap_or(1.0),
        only: after("--only"),
        people: after("--people").and_then(|people| people.parse().ok()).unwrap_or(35),
        sheet_open: words.iter().any(|word| word == "--sheet"),
        ..Gallery::default()
    };
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]),
        ..Default::default()
    };
    let creator: eframe::AppCreator<'_> = Box::new(move |creation| {
        gallery.install(&creation.egui_ctx);
        Ok(Box::new(gallery))
    });
    match eframe::run_native("Plumbline gallery", options, creator) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The gallery's window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the samples show and take.
#[derive(Default)]
struct Gallery {
    dark: bool,
    text_scale: f32,
    only: Option<String>,
    people: usize,
    view: usize,
    placement: usize,
    score: Option<u8>,
    screen: usize,
    phase: usize,
    tab: usize,
    filter: bool,
    reason: String,
    path: String,
    level: usize,
    agreed: bool,
    side: usize,
    named: bool,
    sheet_open: bool,
    toasts: Toasts<&'static str>,
    selected_row: usize,
    upwards: bool,
    selected_person: Option<(usize, usize)>,
}

impl eframe::App for Gallery {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let theme = Theme::of(ui);
        let frame = Frame::new().fill(theme.background);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(Margin::same(24)).show(ui, |ui| self.content(ui));
            });
        });
        self.sheet(ui.ctx());
        if let Some(action) = self.toasts.show(ui.ctx()) {
            self.toasts.say(widgets::Hue::Neutral, format!("{action}: done."));
        }
    }
}

impl Gallery {
    fn install(&self, context: &egui::Context) {
        let choice = if self.dark { ThemeChoice::Dark } else { ThemeChoice::Light };
        theme::install(context, choice, self.text_scale);
    }

    fn content(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            widgets::page_title(ui, "Gallery", "Every piece that the screens are made of.");
            let toggle = if self.dark { (Icon::Sun, "Light") } else { (Icon::Moon, "Dark") };
            if ui.add(Button::secondary(toggle.1).icon(toggle.0)).clicked() {
                self.dark = !self.dark;
                self.install(ui.ctx());
            }
        });
        ui.add_space(16.0);
        self.section(ui, "Type", Self::type_sizes);
        self.section(ui, "Icons", Self::icons);
        self.section(ui, "Buttons", Self::buttons);
        self.section(ui, "Choices side by side", Self::segments);
        self.section(ui, "Rows", Self::rows);
        self.section(ui, "Navigation", Self::navigation);
        self.section(ui, "Chips", Self::chips);
        self.section(ui, "Fields", Self::fields);
        self.section(ui, "Menus and sheets", Self::sheets);
        self.section(ui, "Notices", Self::notices);
        self.section(ui, "Cards", Self::cards);
        self.section(ui, "Table", Self::table);
        self.section(ui, "Person", Self::person_pyramids);
        self.section(ui, "Score cells", Self::score_cells);
        self.section(ui, "Severity and use of a scale", Self::interval_dots);
        self.section(ui, "Team", Self::team_pyramid);
    }

    fn section(&mut self, ui: &mut Ui, name: &str, content: fn(&mut Self, &mut Ui)) {
        if self.only.as_ref().is_some_and(|only| !name.starts_with(only.as_str())) {
            return;
        }
        Card::new().show(ui, |ui| {
            widgets::section_heading(ui, name);
            ui.add_space(8.0);
            ui.scope(|ui| content(self, ui));
        });
        ui.add_space(8.0);
    }

    fn type_sizes(&mut self, ui: &mut Ui) {
        text::title(ui, "Amara Okafor, title 22");
        text::section(ui, "Before you decide, section 15");
        text::body(ui, "Holds Director. Strategy is shown at 3.6. Body 13, 400.");
        text::medium(ui, "Agree and next. Body 13, 500.");
        text::strong(ui, "P&L and revenue drivers. Body 13, 600.");
        text::second(ui, "Director · Platform · reports to Dana Whitfield. Second.");
        text::small(ui, "P&L and revenue drivers, and Executive influence, differ by two points. Small 12.");
        text::label(ui, "Placement, label 11");
        text::hint(ui, "Owed here: it decides a gate. Hint.");
        text::figure(ui, "0.71  1,234  3:12");
        for line in ["1,111,111  +0.42", "8,888,888  −0.61"] {
            text::body(ui, line);
        }
        text::body(
            ui,
            "Søren Østergård · Tomás Ibáñez · Nguyễn Thị Minh · Łukasz · Σωκράτης · Наталья · 山田太郎 · 김민지 · محمد · देवी",
        );
    }

    fn icons(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        for size in [16.0, 20.0, 24.0] {
            ui.horizontal_wrapped(|ui| {
                for icon in Icon::ALL {
                    icon.show(ui, size, theme.text_second).on_hover_text(format!("{icon:?}"));
                }
            });
        }
    }

    fn buttons(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.add(Button::primary("Submit and seal"));
            ui.add(Button::primary("Agree and next").key("Ctrl ⏎"));
            ui.add(Button::secondary("Present"));
            ui.add(Button::secondary("Add evidence").key("E"));
            ui.add(Button::secondary("Directors and PMs").opens());
            ui.add(Button::secondary("Export…").icon(Icon::Export));
            ui.add(Button::quiet("Undo").icon(Icon::Undo).key("Ctrl Z"));
            ui.add(Button::danger("Erase for good…").icon(Icon::Trash));
            ui.add(Button::secondary("Small").small());
        });
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled(false, Button::primary("Submit and seal").tooltip("Rate everybody first."));
            ui.add_enabled(false, Button::secondary("Present"));
            ui.add_enabled(false, Button::quiet("Undo").icon(Icon::Undo));
            ui.add(Button::secondary("Wide").least_width(160.0));
            ui.add(IconButton::new(Icon::More, "More"));
            ui.add(IconButton::new(Icon::Undo, "Undo").key("Ctrl Z"));
            ui.add(IconButton::new(Icon::Eye, "Show marks").selected(true));
            ui.add(IconButton::new(Icon::Close, "Close").small());
            widgets::keycap(ui, "1");
            widgets::keycap(ui, "Ctrl K");
            widgets::keycap(ui, "⌫");
        });
        ui.scope(|ui| {
            ui.set_max_width(120.0);
            ui.add(Button::secondary("A name that is far too long for its place"));
        });
    }

    fn segments(&mut self, ui: &mut Ui) {
        Segmented::new("View").show(ui, &mut self.view, &[(0, "By level"), (1, "By team"), (2, "Since H1")]);
        Segmented::new("Placement").show(
            ui,
            &mut self.placement,
            &[(0, "Undecided"), (1, "Growing in level"), (2, "Nearly"), (3, "Recommend for VP"), (4, "Park")],
        );
        Segmented::new("Agreed score").solid().segment_width(32.0).show_optional(
            ui,
            &mut self.score,
            &[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")],
        );
    }

    fn rows(&mut self, ui: &mut Ui) {
        ui.set_max_width(360.0);
        widgets::key_value(ui, "Investment models", "1.4");
        widgets::key_value(ui, "P&L and revenue drivers", "1.6");
        widgets::key_value(ui, "A skill with a name that is far too long for the row it stands in", "1.7");
    }
}
