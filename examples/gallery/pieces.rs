//! Controls and what stands around them.

use egui::{Context, Ui};
use plumbline::app::icons::Icon;
use plumbline::app::theme::Theme;
use plumbline::app::widgets::{
    self, Banner, Button, Card, Chip, Column, EmptyState, Hue, IconButton, MenuItem, Progress, Select, Sheet, Step,
    Table, TextField, TokenLook, text,
};

use super::Gallery;

const LEVELS: [(usize, &str); 7] = [
    (0, "Moving to product"),
    (1, "PM"),
    (2, "Senior PM"),
    (3, "Principal PM"),
    (4, "Director"),
    (5, "VP"),
    (6, "CPO"),
];

impl Gallery {
    pub fn navigation(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            let (logo, _) = ui.allocate_exact_size(egui::Vec2::splat(theme.scaled(20.0)), egui::Sense::hover());
            Icon::paint_logo(ui.painter(), logo, theme.text, theme.accent.colour);
            text::strong(ui, "Plumbline");
            text::second(ui, "Product org · H2 2026");
            ui.add_space(32.0);
            ui.spacing_mut().item_spacing.x = 4.0;
            for (place, name) in ["Prepare", "Rate", "Calibrate", "Close"].into_iter().enumerate() {
                let step = match place.cmp(&self.phase) {
                    std::cmp::Ordering::Less => Step::Done,
                    std::cmp::Ordering::Equal => Step::Here,
                    std::cmp::Ordering::Greater => Step::Ahead,
                };
                if widgets::phase_step(ui, name, step).clicked() {
                    self.phase = place;
                }
            }
            ui.add_space(32.0);
            text::hint(ui, "Saved");
            widgets::search_button(ui, "Find a person or action", "Ctrl K", 230.0);
            ui.add(Button::secondary("Present"));
        });
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(theme.scaled(widgets::RAIL_WIDTH - 12.0));
                ui.spacing_mut().item_spacing.y = 4.0;
                let screens = [
                    (Icon::Team, "Team"),
                    (Icon::Rate, "Rate"),
                    (Icon::Calibrate, "Calibrate"),
                    (Icon::Pyramid, "Pyramid"),
                    (Icon::Promote, "Promote"),
                    (Icon::Raters, "Raters"),
                    (Icon::Log, "Log"),
                    (Icon::Rubric, "Rubric"),
                ];
                for (place, (icon, name)) in screens.into_iter().enumerate() {
                    if widgets::nav_item(ui, icon, name, self.screen == place).clicked() {
                        self.screen = place;
                    }
                }
            });
            ui.add_space(24.0);
            ui.vertical(|ui| {
                widgets::tabs(ui, "About the person", &mut self.tab, &[(0, "Gates"), (1, "Evidence"), (2, "Growth")]);
                text::body(ui, "What the tab shows.");
            });
        });
    }

    pub fn chips(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.add(Chip::new("Nearly ready for VP").hue(Hue::Watch));
            text::small(ui, "subject to role and budget");
            ui.add(Chip::new("1 to 4").hue(Hue::Bad));
            ui.add(Chip::new("Scores about 0.6 lower").hue(Hue::Watch));
            ui.add(Chip::new("own manager").hue(Hue::Tier(2)).dot());
            ui.add(Chip::new("Neutral"));
            ui.add(Chip::new("Accent").hue(Hue::Accent));
            for tier in 0..6 {
                ui.add(Chip::new(format!("Tier {tier}")).hue(Hue::Tier(tier)));
            }
        });
        ui.horizontal_wrapped(|ui| {
            for gate in ["Own level held", "Next level shown", "Two occasions"] {
                ui.add(Chip::new(gate).hue(Hue::Good).icon(Icon::Check));
            }
            ui.add(Chip::new("Business head").hue(Hue::Watch).icon(Icon::Open).outlined());
            if ui.add(Chip::new("Only contested").clickable(self.filter)).clicked() {
                self.filter = !self.filter;
            }
        });
        ui.horizontal(|ui| {
            widgets::badge(ui, "2", Hue::Bad);
            widgets::icon_badge(ui, Icon::ArrowUpRight, Hue::Accent);
            let theme = Theme::of(ui);
            widgets::dot(ui, theme.good.colour);
            text::body(ui, "ratings read nearly");
            let tones = [theme.tier(0), theme.tier(1), theme.tier(2), theme.tier(3)];
            widgets::token(ui, "Amara Okafor", 40.0, TokenLook::Ring(tones[0]));
            widgets::token(ui, "Søren Østergård", 40.0, TokenLook::Filled(tones[1]));
            widgets::token(ui, "Gina Rao", 40.0, TokenLook::Dashed(tones[2]));
            widgets::token(ui, "Dana", 20.0, TokenLook::Filled(tones[3]));
        });
        ui.scope(|ui| {
            ui.set_max_width(300.0);
            Progress::new(0.22, "34 min left, 10 kept for the look back").show(ui);
            Progress::new(0.4, "12 of 30 scored").hue(Hue::Good).bar_only().width(40.0).show(ui);
            widgets::bar_row(ui, "Business vision", 1.7, 5.0, "1.7", Hue::Tier(3));
            widgets::bar_row(ui, "Strategy", 2.4, 5.0, "2.4", Hue::Tier(2));
            widgets::bar_row(ui, "People", 3.0, 5.0, "3.0", Hue::Tier(1));
            widgets::bar_row(ui, "Market", 3.6, 5.0, "3.6", Hue::Tier(0));
        });
    }

    pub fn fields(&mut self, ui: &mut Ui) {
        ui.set_max_width(420.0);
        TextField::new("Why this score?", &mut self.reason)
            .hint("Owed here: it decides a gate")
            .lines(2)
            .help("The person may read this.")
            .show(ui);
        let missing = self.path.is_empty().then_some("Choose a file first, or type its name here.");
        TextField::new("File", &mut self.path).hint("A roster in CSV or XLSX").error(missing).show(ui);
        ui.add_enabled_ui(false, |ui| {
            TextField::new("Passphrase", &mut String::from("secret")).secret().show(ui);
        });
        Select::new("Level").show(ui, &mut self.level, &LEVELS);
        ui.horizontal(|ui| {
            widgets::checkbox(ui, &mut self.agreed, "Agreed by the panel");
            ui.add_enabled_ui(false, |ui| widgets::checkbox(ui, &mut true, "Sealed"));
        });
        ui.horizontal(|ui| {
            widgets::radio(ui, &mut self.side, 0, "Customers");
            widgets::radio(ui, &mut self.side, 1, "Teams");
        });
        widgets::switch(ui, &mut self.named, "Show raters' names");
        let mut on = true;
        widgets::switch(ui, &mut on, "A switch with so many words that they do not fit on one line of this column");
    }

    pub fn sheets(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let open = ui.add(Button::secondary("Directors and PMs").opens());
            widgets::menu(&open, |ui| {
                ui.add(MenuItem::new("Undo").icon(Icon::Undo).key("Ctrl Z"));
                ui.add(MenuItem::new("Show names").checked(self.named));
                ui.add(MenuItem::new("Show marks").checked(true));
                widgets::menu_line(ui);
                ui.add_enabled(false, MenuItem::new("Export…").icon(Icon::Export));
                ui.add(MenuItem::new("Erase for good…").icon(Icon::Trash).danger());
            });
            if ui.add(Button::secondary("Open a sheet…")).clicked() {
                self.sheet_open = true;
            }
            if ui.add(Button::secondary("Say something")).clicked() {
                self.toasts.say(Hue::Good, "Saved.");
            }
            if ui.add(Button::secondary("Offer a way back")).clicked() {
                self.toasts.offer(Hue::Neutral, "Amara Okafor moved to Nearly.", "Undo", "Undo");
            }
            if ui.add(Button::secondary("Complain")).clicked() {
                self.toasts.say(
                    Hue::Bad,
                    "The session could not be saved: the disk is full. Free some space, then save again.",
                );
            }
            let more = ui.add(IconButton::new(Icon::More, "More"));
            widgets::menu(&more, |ui| ui.add(MenuItem::new("Rename…").key("F2")));
        });
    }

    pub fn sheet(&mut self, context: &Context) {
        if !self.sheet_open {
            return;
        }
        let mut done = false;
        let shown = Sheet::new("Open a session").width(520.0).show(context, |sheet| {
            sheet.body(|ui| {
                text::second(ui, "A session is one file. It carries its own roster, rubric, ratings and history.");
                TextField::new("File", &mut self.path).hint("h2-2026.plumbline").show(ui);
                widgets::checkbox(ui, &mut self.agreed, "Open read-only");
            });
            sheet.footer(|ui| {
                done = ui.add(Button::primary("Open")).clicked();
                done |= ui.add(Button::secondary("Cancel")).clicked();
            });
        });
        if shown.closed || done {
            self.sheet_open = false;
        }
    }

    pub fn notices(&mut self, ui: &mut Ui) {
        let _ = Banner::new(Hue::Accent, "You are looking at a copy.").show(ui);
        let _ = Banner::new(Hue::Watch, "This session is open on another machine.").action("Open a copy").show(ui);
        let _ = Banner::new(Hue::Bad, "The file changed underneath.").action("Compare…").closable().show(ui);
        let _ = Banner::new(Hue::Good, "Everybody has handed in.").closable().show(ui);
        let _ = EmptyState::new(
            Icon::Team,
            "Nobody here yet",
            "A roster brings in the people to be rated. It can be a CSV or XLSX export from any HR system.",
        )
        .button("Import a roster…")
        .second_button("Look at the sample session")
        .show(ui);
    }

    pub fn cards(&mut self, ui: &mut Ui) {
        ui.columns(3, |columns| {
            for (place, ui) in columns.iter_mut().enumerate() {
                let card = Card::raised().padding(12).selected(self.selected_row == place);
                let shown = card.show_clickable(ui, "Mei-Ling Chen", |ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    text::strong(ui, "Mei-Ling Chen");
                    text::small(ui, "Senior PM · to Director");
                    text::body(ui, "One gate: cross-team ties, one more occasion");
                });
                if shown.response.clicked() {
                    self.selected_row = place;
                }
            }
        });
        widgets::hairline(ui);
        ui.horizontal(|ui| {
            ui.set_max_width(120.0);
            text::truncated(ui, "A very long name that is cut where the room ends");
        });
    }

    pub fn table(&mut self, ui: &mut Ui) {
        let columns = [
            Column::rest("Person", 160.0).sorted(Some(self.upwards)),
            Column::fixed("Level", 120.0),
            Column::rest("Manager", 120.0),
            Column::fixed("Raters", 64.0).right(),
        ];
        let table = Table::new(ui, &columns);
        ui.spacing_mut().item_spacing.y = 0.0;
        if table.head(ui).is_some() {
            self.upwards = !self.upwards;
        }
        let people = [
            ("Amara Okafor", "Director", "Dana Whitfield", 5),
            ("Søren Østergård", "Director", "Marcus Bell", 12),
            (
                "A person whose parents could not agree on one name and so gave her all of them at once, every single one",
                "PM",
                "Dana",
                3,
            ),
        ];
        for (place, (name, level, manager, raters)) in people.into_iter().enumerate() {
            let row = table.row(ui, self.selected_row == place, |row| {
                row.cell(|ui| {
                    text::truncated(ui, name);
                });
                row.cell(|ui| {
                    text::body(ui, level);
                });
                row.cell(|ui| {
                    text::truncated(ui, manager);
                });
                row.cell(|ui| {
                    text::body(ui, raters.to_string());
                });
            });
            if row.clicked() {
                self.selected_row = place;
            }
        }
    }
}
