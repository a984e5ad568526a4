//! Everything that the window can be asked to do by name. Menus, shortcuts, the palette, tooltips and the sheet of
//! shortcuts all come from this one list.

use egui::{Key, KeyboardShortcut, Modifiers};

/// What somebody can ask for without pointing at anything in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// Begin a new session.
    NewSession,
    /// Open a session.
    Open,
    /// Open the sample session.
    OpenSample,
    /// Save.
    Save,
    /// Save under another name.
    SaveAs,
    /// Encrypt the session, or change or remove its passphrase.
    Protect,
    /// Hide an encrypted session until its passphrase is typed.
    LockNow,
    /// Open what an earlier save wrote.
    Versions,
    /// How long the session is kept; erasing.
    Keeping,
    /// Close the session and go home.
    CloseSession,
    /// Take a roster into the open session.
    ImportRoster,
    /// Take in ratings from a file.
    ImportRatings,
    /// Write ratings to a file.
    Export,
    /// Take in what the last session said.
    Previous,
    /// Leave the program.
    Quit,
    /// Take back the last step.
    Undo,
    /// Do it again.
    Redo,
    /// Find a person, skill, screen or action.
    Palette,
    /// Show all shortcuts.
    Shortcuts,
    /// Show the team.
    GoTeam,
    /// Show the rating grid.
    GoRate,
    /// Show the meeting.
    GoCalibrate,
    /// Show the pyramid.
    GoPyramid,
    /// Show the board of placements.
    GoPromote,
    /// Show how the panel rates.
    GoRaters,
    /// Show every change.
    GoLog,
    /// Show what is open before closing, and what comes after it.
    GoClose,
    /// Write the minutes.
    Minutes,
    /// Show the rubric.
    GoRubric,
    /// Try a change of the rubric, and see what it would do.
    WhatIfRubric,
    /// Back to the screen before.
    Back,
    /// Show comparison scores beside the raw ones, or no longer.
    Comparison,
    /// Larger type.
    TextLarger,
    /// Smaller type.
    TextSmaller,
    /// Type as designed.
    TextReset,
    /// Light theme.
    ThemeLight,
    /// Dark theme.
    ThemeDark,
    /// Theme of the desktop.
    ThemeSystem,
    /// On to the next phase.
    NextPhase,
    /// Back to the phase before.
    PreviousPhase,
    /// Name and period of the session.
    Describe,
    /// Add a person to the roster.
    AddPerson,
    /// Add somebody to the panel.
    AddRater,
    /// Let the next rater sit down.
    NextRater,
    /// Seal the acting rater's scores.
    Submit,
    /// Write a note to the selected cell.
    Note,
    /// Record evidence about the selected person.
    Evidence,
    /// Say why the selected skill was not observed.
    WhyNotObserved,
    /// Say how closely the acting rater works with the selected person.
    Closeness,
    /// Rate a skill that is not asked.
    RateAnyway,
    /// Clear the selected cells.
    ClearCells,
    /// Begin the silent read.
    SilentRead,
    /// Open everybody's marks of the person under discussion.
    Reveal,
    /// Accept the rest as rated.
    AcceptRest,
    /// Record that there is no agreement on the selected skill.
    NoAgreement,
    /// On to the next skill, then to the next person.
    AgreeAndNext,
    /// The next person on the agenda.
    NextCase,
    /// The person before on the agenda.
    PreviousCase,
    /// Place the person: undecided.
    PlaceUndecided,
    /// Place the person: growing in level.
    PlaceGrowing,
    /// Place the person: nearly.
    PlaceNearly,
    /// Place the person: recommended.
    PlaceRecommend,
    /// Park the person.
    Park,
    /// Start or hold the clock.
    Clock,
    /// Move the person up on the agenda.
    Earlier,
    /// Move the person down on the agenda.
    Later,
    /// Show the room a window of its own.
    Present,
    /// Show the room's view in this window.
    PresentHere,
    /// Cover what the room sees, or show it again.
    Black,
    /// Show raters' names to the room, or hide them again.
    ShowNames,
}

/// Where a command can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Anywhere.
    Anywhere,
    /// With a session open.
    Session,
    /// In the rating grid, while no text is being typed.
    Grid,
    /// In the meeting: on the Calibrate screen.
    Meeting,
}

impl Command {
    /// All commands, in the order of the menus.
    pub const ALL: &'static [Command] = &[
        Self::NewSession,
        Self::Open,
        Self::OpenSample,
        Self::Save,
        Self::SaveAs,
        Self::Protect,
        Self::LockNow,
        Self::Versions,
        Self::Keeping,
        Self::Describe,
        Self::ImportRoster,
        Self::ImportRatings,
        Self::Export,
        Self::Previous,
        Self::CloseSession,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Palette,
        Self::Shortcuts,
        Self::GoTeam,
        Self::GoRate,
        Self::GoCalibrate,
        Self::GoPyramid,
        Self::GoPromote,
        Self::GoRaters,
        Self::GoLog,
        Self::GoClose,
        Self::Minutes,
        Self::GoRubric,
        Self::WhatIfRubric,
        Self::Back,
        Self::Comparison,
        Self::NextPhase,
        Self::PreviousPhase,
        Self::AddPerson,
        Self::AddRater,
        Self::NextRater,
        Self::Submit,
        Self::Note,
        Self::Evidence,
        Self::WhyNotObserved,
        Self::Closeness,
        Self::RateAnyway,
        Self::ClearCells,
        Self::SilentRead,
        Self::Reveal,
        Self::AcceptRest,
        Self::NoAgreement,
        Self::AgreeAndNext,
        Self::NextCase,
        Self::PreviousCase,
        Self::PlaceUndecided,
        Self::PlaceGrowing,
        Self::PlaceNearly,
        Self::PlaceRecommend,
        Self::Park,
        Self::Clock,
        Self::Earlier,
        Self::Later,
        Self::Present,
        Self::PresentHere,
        Self::Black,
        Self::ShowNames,
        Self::TextLarger,
        Self::TextSmaller,
        Self::TextReset,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ThemeSystem,
    ];

    /// What it is called. "…" where more is asked before anything happens.
    pub fn label(self) -> &'static str {
        match self {
            Self::NewSession => "New session…",
            Self::Open => "Open…",
            Self::OpenSample => "Open the sample session",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::Protect => "Passphrase…",
            Self::LockNow => "Lock now",
            Self::Versions => "Earlier versions…",
            Self::Keeping => "Keeping and erasing…",
            Self::CloseSession => "Close session",
            Self::ImportRoster => "Import a roster…",
            Self::ImportRatings => "Take in ratings…",
            Self::Export => "Export ratings…",
            Self::Previous => "Take in the previous cycle…",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Palette => "Find a person or action…",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::GoTeam => "Team",
            Self::GoRate => "Rate",
            Self::GoCalibrate => "Calibrate",
            Self::GoPyramid => "Pyramid",
            Self::GoPromote => "Promote",
            Self::GoRaters => "Raters",
            Self::GoLog => "Log",
            Self::GoClose => "Close",
            Self::Minutes => "Minutes…",
            Self::GoRubric => "Rubric",
            Self::WhatIfRubric => "What if the rubric were…",
            Self::Back => "Back",
            Self::Comparison => "Comparison scores on or off",
            Self::TextLarger => "Larger text",
            Self::TextSmaller => "Smaller text",
            Self::TextReset => "Text as designed",
            Self::ThemeLight => "Light theme",
            Self::ThemeDark => "Dark theme",
            Self::ThemeSystem => "Theme of the desktop",
            Self::NextPhase => "Go on to the next phase…",
            Self::PreviousPhase => "Go back a phase…",
            Self::Describe => "Name and period…",
            Self::AddPerson => "Add a person…",
            Self::AddRater => "Add to the panel…",
            Self::NextRater => "Next rater…",
            Self::Submit => "Submit and seal…",
            Self::Note => "Note on this cell",
            Self::Evidence => "Add evidence",
            Self::WhyNotObserved => "Why it was not observed",
            Self::Closeness => "How closely you work",
            Self::RateAnyway => "Rate a skill that is not asked",
            Self::ClearCells => "Clear cells",
            Self::SilentRead => "Silent read",
            Self::Reveal => "Reveal scores",
            Self::AcceptRest => "Accept the rest as rated",
            Self::NoAgreement => "No agreement",
            Self::AgreeAndNext => "Agree and next",
            Self::NextCase => "Next person on the agenda",
            Self::PreviousCase => "Person before on the agenda",
            Self::PlaceUndecided => "Place: undecided",
            Self::PlaceGrowing => "Place: growing in level",
            Self::PlaceNearly => "Place: nearly",
            Self::PlaceRecommend => "Place: recommend",
            Self::Park => "Park the person",
            Self::Clock => "Start or hold the clock",
            Self::Earlier => "Earlier on the agenda",
            Self::Later => "Later on the agenda",
            Self::Present => "Present in a second window",
            Self::PresentHere => "Present in this window",
            Self::Black => "Black out the room's view",
            Self::ShowNames => "Show raters' names to the room",
        }
    }

    /// What it does, for the tooltip and the palette.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::NewSession => "Roster, rubric, panel: three steps to a session",
            Self::Open => "Open a session file",
            Self::OpenSample => "A made-up organisation to try everything on",
            Self::Save => "Write the session to its file",
            Self::SaveAs => "Write the session to another file and go on there",
            Self::Protect => "Encrypt the session, or change or remove its passphrase",
            Self::LockNow => "Hide the session until its passphrase is typed",
            Self::Versions => "What the last saves wrote, to open as a copy",
            Self::Keeping => "Until when it is kept, a legal hold, erasing a person",
            Self::CloseSession => "Close the session and go home",
            Self::ImportRoster => "Let people from another roster join this session",
            Self::ImportRatings => "Read ratings from a long CSV, a workbook, RON or JSON",
            Self::Export => "Write ratings as CSV, a workbook, RON or JSON",
            Self::Previous => "Read the last session’s file, to see growth and who was nearly there",
            Self::Quit => "Close the program; nothing is lost",
            Self::Undo => "Take back your last step",
            Self::Redo => "Do again what was taken back",
            Self::Palette => "People, skills, screens and actions by name",
            Self::Shortcuts => "Every key on one sheet",
            Self::GoTeam => "Who is rated, who rates, and who rates whom",
            Self::GoRate => "One rater's own grid",
            Self::GoCalibrate => "The meeting: agenda, person, decisions",
            Self::GoPyramid => "Where the team stands",
            Self::GoPromote => "Where the panel places everybody",
            Self::GoRaters => "Are we using the same ruler?",
            Self::GoLog => "Every change: who, what, from, to, why, when",
            Self::GoClose => "What is still open, looking back, follow-up, appeals",
            Self::Minutes => "Write the minutes of the meeting as PDF or Markdown",
            Self::GoRubric => "Scale, levels, skills and what they ask",
            Self::WhatIfRubric => "Try a bar, gate or rule and see whose status it would change",
            Self::Back => "The screen before this one",
            Self::Comparison => "Tier scores with the raters’ severity taken out, as a view for you",
            Self::TextLarger => "Make all text larger",
            Self::TextSmaller => "Make all text smaller",
            Self::TextReset => "Text in the size it was designed in",
            Self::ThemeLight => "Dark text on light ground",
            Self::ThemeDark => "Light text on dark ground",
            Self::ThemeSystem => "Light or dark as the desktop says",
            Self::NextPhase => "Prepare, Rate, Calibrate, Close",
            Self::PreviousPhase => "Going back is possible, and logged",
            Self::Describe => "What the session is called and the months under review",
            Self::AddPerson => "Somebody to be rated",
            Self::AddRater => "Somebody who rates or sits in the meeting",
            Self::NextRater => "Hand the laptop to the next rater",
            Self::Submit => "Seal your scores until the reveal",
            Self::Note => "A line about the selected cell",
            Self::Evidence => "Something that happened, with its date",
            Self::WhyNotObserved => "Could not see it, or no chance yet",
            Self::Closeness => "Daily, weekly, monthly or rarely",
            Self::RateAnyway => "Open a cell outside the asked skills",
            Self::ClearCells => "Take the answer out of the selected cells",
            Self::SilentRead => "A minute to read before the marks open",
            Self::Reveal => "Open everybody's marks, notes and evidence, all at once and for good",
            Self::AcceptRest => "Accept what nobody contests at the mean of its marks",
            Self::NoAgreement => "Record the views; the marks go on counting",
            Self::AgreeAndNext => "To the next contested skill, then to the placement, then to the next person",
            Self::NextCase => "Go on along the agenda",
            Self::PreviousCase => "Go back along the agenda",
            Self::PlaceUndecided => "Nothing decided yet",
            Self::PlaceGrowing => "A good outcome; needs no reason",
            Self::PlaceNearly => "Close to the target",
            Self::PlaceRecommend => "Subject to role and budget",
            Self::Park => "Come back to it at the end, or after the meeting",
            Self::Clock => "The time of the person under discussion",
            Self::Earlier => "Discuss this person earlier in their block",
            Self::Later => "Discuss this person later in their block",
            Self::Present => "A window for the projector: only the person under discussion, no raters' names",
            Self::PresentHere => "The same in this window, while its screen is shared; Esc leads back",
            Self::Black => "Cover what the room sees, or show it again; the same key in both windows",
            Self::ShowNames => "Whose mark is whose, until the next person",
        }
    }

    /// Where it can be given.
    pub fn scope(self) -> Scope {
        match self {
            Self::NewSession
            | Self::Open
            | Self::OpenSample
            | Self::Versions
            | Self::Quit
            | Self::Palette
            | Self::Shortcuts
            | Self::TextLarger
            | Self::TextSmaller
            | Self::TextReset
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeSystem => Scope::Anywhere,
            Self::Note
            | Self::Evidence
            | Self::WhyNotObserved
            | Self::Closeness
            | Self::RateAnyway
            | Self::ClearCells => Scope::Grid,
            Self::SilentRead
            | Self::Reveal
            | Self::AcceptRest
            | Self::NoAgreement
            | Self::AgreeAndNext
            | Self::NextCase
            | Self::PreviousCase
            | Self::PlaceUndecided
            | Self::PlaceGrowing
            | Self::PlaceNearly
            | Self::PlaceRecommend
            | Self::Park
            | Self::Clock
            | Self::Earlier
            | Self::Later => Scope::Meeting,
            _ => Scope::Session,
        }
    }

    /// The keys that give it, most usual first.
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        let command = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let command_shift = |key| KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key);
        let plain = |key| KeyboardShortcut::new(Modifiers::NONE, key);
        match self {
            Self::NewSession => vec![command(Key::N)],
            Self::Open => vec![command(Key::O)],
            Self::Save => vec![command(Key::S)],
            Self::SaveAs => vec![command_shift(Key::S)],
            Self::LockNow => vec![command(Key::L)],
            Self::CloseSession => vec![command(Key::W)],
            Self::ImportRatings => vec![command(Key::I)],
            Self::Export => vec![command(Key::E)],
            Self::Quit => vec![command(Key::Q)],
            Self::Undo => vec![command(Key::Z)],
            Self::Redo => vec![command_shift(Key::Z), command(Key::Y)],
            Self::Palette => vec![command(Key::K)],
            Self::Shortcuts => vec![plain(Key::F1)],
            Self::GoTeam => vec![command(Key::Num1)],
            Self::GoRate => vec![command(Key::Num2)],
            Self::GoPyramid => vec![command(Key::Num3)],
            Self::GoPromote => vec![command(Key::Num4)],
            Self::GoRaters => vec![command(Key::Num6)],
            Self::Comparison => vec![command_shift(Key::D)],
            Self::GoLog => vec![command(Key::Num7)],
            Self::GoClose => vec![command(Key::Num9)],
            Self::GoRubric => vec![command(Key::Num8)],
            Self::Back => vec![KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft)],
            Self::TextLarger => vec![command(Key::Plus), command(Key::Equals)],
            Self::TextSmaller => vec![command(Key::Minus)],
            Self::TextReset => vec![command(Key::Num0)],
            Self::AddPerson => vec![command_shift(Key::N)],
            Self::AddRater => vec![command_shift(Key::R)],
            Self::NextRater => vec![command(Key::J)],
            Self::Submit => vec![command(Key::Enter)],
            Self::Note => vec![plain(Key::N)],
            Self::Evidence => vec![plain(Key::E)],
            Self::WhyNotObserved => vec![plain(Key::W)],
            Self::Closeness => vec![plain(Key::C)],
            Self::RateAnyway => vec![plain(Key::A)],
            Self::ClearCells => vec![plain(Key::Delete), plain(Key::Backspace)],
            Self::GoCalibrate => vec![command(Key::M)],
            Self::SilentRead => vec![plain(Key::S)],
            Self::Reveal => vec![plain(Key::V)],
            Self::AcceptRest => vec![plain(Key::A)],
            Self::NoAgreement => vec![plain(Key::D)],
            Self::AgreeAndNext => vec![command(Key::Enter)],
            Self::NextCase => vec![plain(Key::PageDown)],
            Self::PreviousCase => vec![plain(Key::PageUp)],
            Self::PlaceUndecided => vec![plain(Key::U)],
            Self::PlaceGrowing => vec![plain(Key::G)],
            Self::PlaceNearly => vec![plain(Key::N)],
            Self::PlaceRecommend => vec![plain(Key::R)],
            Self::Park => vec![plain(Key::P)],
            Self::Clock => vec![plain(Key::K)],
            Self::Earlier => vec![KeyboardShortcut::new(Modifiers::ALT, Key::ArrowUp)],
            Self::Later => vec![KeyboardShortcut::new(Modifiers::ALT, Key::ArrowDown)],
            Self::Present => vec![plain(Key::F5)],
            Self::PresentHere => vec![KeyboardShortcut::new(Modifiers::SHIFT, Key::F5)],
            Self::Black => vec![plain(Key::B), plain(Key::F8)],
            Self::OpenSample
            | Self::WhatIfRubric
            | Self::Protect
            | Self::Versions
            | Self::Keeping
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeSystem
            | Self::NextPhase
            | Self::PreviousPhase
            | Self::ImportRoster
            | Self::Minutes
            | Self::Previous
            | Self::Describe
            | Self::ShowNames => Vec::new(),
        }
    }

    /// The first shortcut as it is written on this system, such as "Ctrl Z"; `None` where there is none.
    pub fn keys(self, context: &egui::Context) -> Option<String> {
        let shortcut = self.shortcuts().into_iter().next()?;
        Some(context.format_shortcut(&shortcut).replace('+', " "))
    }

    /// Whether the keys are left to a text field while one is being typed in.
    fn yields_to_text(self) -> bool {
        matches!(self, Self::Undo | Self::Redo | Self::Submit) || self.scope() == Scope::Grid
    }
}

/// Takes the commands whose keys were pressed out of this frame's input. Grid commands are taken by the grid itself,
/// which alone knows whether it has the keyboard, and those of the meeting by its screen; where that one is shown, keys
/// that it has a use for are left to it.
pub fn pressed(context: &egui::Context, session_open: bool, in_meeting: bool) -> Vec<Command> {
    let typing = context.text_edit_focused();
    let usable = |command: &Command| match command.scope() {
        Scope::Anywhere => true,
        Scope::Session => session_open,
        Scope::Grid | Scope::Meeting => false,
    };
    let of_meeting: Vec<KeyboardShortcut> = Command::ALL
        .iter()
        .filter(|command| in_meeting && command.scope() == Scope::Meeting)
        .flat_map(|command| command.shortcuts())
        .collect();
    let is_letter = |shortcut: &KeyboardShortcut| {
        shortcut.modifiers == Modifiers::NONE && shortcut.logical_key.name().chars().count() == 1
    };
    let mut shortcuts: Vec<(Command, KeyboardShortcut)> = Command::ALL
        .iter()
        .copied()
        .filter(|command| usable(command) && !(typing && command.yields_to_text()))
        .flat_map(|command| command.shortcuts().into_iter().map(move |shortcut| (command, shortcut)))
        .filter(|(_, shortcut)| !(of_meeting.contains(shortcut) || typing && is_letter(shortcut)))
        .collect();
    // egui ignores extra Shift and Alt: the shortcut with more modifiers is asked first.
    shortcuts.sort_by_key(|(_, shortcut)| {
        let modifiers = shortcut.modifiers;
        std::cmp::Reverse(u8::from(modifiers.shift) + u8::from(modifiers.alt))
    });
    context.input_mut(|input| {
        shortcuts
            .into_iter()
            .filter(|(_, shortcut)| input.consume_shortcut(shortcut))
            .map(|(command, _)| command)
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether both can be given at the same place. The meeting's own keys go before those of the session.
    fn meet(one: Command, other: Command) -> bool {
        let scopes = [one.scope(), other.scope()];
        !(scopes.contains(&Scope::Meeting) && (scopes.contains(&Scope::Grid) || scopes.contains(&Scope::Session)))
    }

    #[test]
    fn no_two_commands_share_a_shortcut() {
        for (place, one) in Command::ALL.iter().enumerate() {
            for other in Command::ALL[place + 1..].iter().filter(|other| meet(*one, **other)) {
                for shortcut in one.shortcuts() {
                    assert!(!other.shortcuts().contains(&shortcut), "{one:?} and {other:?} share {shortcut:?}");
                }
            }
        }
    }

    #[test]
    fn every_command_is_listed_once_and_has_its_words() {
        let listed: std::collections::BTreeSet<_> = Command::ALL.iter().copied().collect();
        assert_eq!(listed.len(), Command::ALL.len());
        for command in Command::ALL.iter().copied() {
            assert!(!command.label().is_empty() && !command.tooltip().is_empty(), "{command:?}");
        }
    }
}
