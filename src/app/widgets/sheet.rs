//! A sheet over a dimmed window: for what must be answered before going on. Tab stays inside it,
//! the keyboard starts in its first field, and Escape closes it.

use egui::accesskit::Role;
use egui::{
    Align, Context, FocusDirection, Frame, Id, Layout, Margin, Modal, Rect, ScrollArea, Stroke, Ui, UiBuilder, Vec2,
    pos2, vec2,
};

use super::button::IconButton;
use super::card::hairline;
use super::text;
use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Theme};

/// A sheet.
///
/// ```ignore
/// let shown = Sheet::new("Open a session").width(560.0).show(ctx, |sheet| {
///     sheet.body(|ui| { TextField::new("File", &mut path).show(ui); });
///     sheet.footer(|ui| {
///         open = ui.add(Button::primary("Open")).clicked();
///         ui.add(Button::secondary("Cancel"));
///     });
/// });
/// if shown.closed { … }
/// ```
#[must_use = "call show"]
pub struct Sheet<'a> {
    title: &'a str,
    width: f32,
    id: Id,
}

/// What became of a sheet in this frame.
pub struct Shown<R> {
    /// What the content returned.
    pub inner: R,
    /// Escape or the cross in its corner: stop showing it.
    pub closed: bool,
}

/// The inside of a sheet: call [`SheetUi::body`], then [`SheetUi::footer`].
pub struct SheetUi<'a> {
    ui: &'a mut Ui,
    body_height: f32,
    padding: f32,
}

impl<'a> Sheet<'a> {
    /// A sheet with a title that no other open sheet has.
    pub fn new(title: &'a str) -> Self {
        Self { title, width: 480.0, id: Id::unique(("sheet", title)) }
    }

    /// How wide, in points before text scaling; narrower where the window is.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Another id: for a title that changes while the sheet is open.
    pub fn id(mut self, id: Id) -> Self {
        self.id = id;
        self
    }

    /// Shows the sheet in the middle of the window.
    pub fn show<R>(self, context: &Context, content: impl FnOnce(&mut SheetUi<'_>) -> R) -> Shown<R> {
        let theme = Theme::of_context(context);
        let window = context.content_rect();
        let width = theme.scaled(self.width).min(window.width() - 32.0);
        let frame =
            Frame::new().fill(theme.surface).stroke(Stroke::new(1.0, theme.line_strong)).corner_radius(CARD_RADIUS);
        let mut closed = false;
        let modal = Modal::new(self.id).backdrop_color(theme.scrim).frame(frame);
        start_inside(context, self.id);
        let shown = modal.show(context, |ui| {
            let builder = UiBuilder::new().accessibility_role(Role::Dialog).accessibility_label(self.title);
            let dialog = ui.scope_builder(builder, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                let padding = 20.0;
                let head = Frame::new().inner_margin(Margin::same(20)).show(ui, |ui| {
                    ui.set_width(width - 2.0 * padding);
                    // Room for the cross, which comes last for the keyboard.
                    ui.set_max_width(width - 2.0 * padding - theme.scaled(36.0));
                    text::section(ui, self.title)
                });
                let mut sheet = SheetUi { ui, body_height: (window.height() - theme.scaled(190.0)).max(80.0), padding };
                let inner = content(&mut sheet);
                closed = self.cross(ui, &theme, head.response.rect);
                inner
            });
            context.accesskit_node_builder(dialog.response.id, |node| node.set_modal());
            dialog.inner
        });
        started_inside(context, self.id);
        let escape = shown.is_top_modal
            && !shown.any_popup_open
            && context.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        Shown { inner: shown.inner, closed: closed || escape }
    }

    fn cross(&self, ui: &mut Ui, theme: &Theme, head: Rect) -> bool {
        let side = theme.control_height();
        let corner = Rect::from_min_size(pos2(head.right() - side - 10.0, head.top() + 12.0), Vec2::splat(side));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(corner));
        inside.add(IconButton::new(Icon::Close, "Close").key("Esc")).clicked()
    }
}

/// Whether a sheet was shown in the last pass too, and has taken the keyboard.
#[derive(Clone, Copy)]
struct Opening {
    pass: u64,
    has_keyboard: bool,
}

/// When a sheet opens, has the next thing that can take the keyboard take it: called before the
/// content, that is the first field or button in it.
fn start_inside(context: &Context, id: Id) {
    let pass = context.cumulative_pass_nr();
    let before: Option<Opening> = context.data(|data| data.get_temp(id));
    // A pass that is thrown away and drawn again counts too.
    let still_open = before.filter(|before| pass <= before.pass + 2);
    if still_open.is_none() {
        context.memory_mut(|memory| {
            if let Some(elsewhere) = memory.focused() {
                memory.surrender_focus(elsewhere);
            }
        });
    }
    let has_keyboard = still_open.is_some_and(|before| before.has_keyboard);
    if !has_keyboard {
        context.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
    }
    context.data_mut(|data| data.insert_temp(id, Opening { pass, has_keyboard }));
}

/// After the content: remembers whether something took the keyboard; if nothing could yet, because
/// egui was only measuring, the next pass tries again.
fn started_inside(context: &Context, id: Id) {
    let Some(before) = context.data(|data| data.get_temp::<Opening>(id)) else {
        return;
    };
    if before.has_keyboard {
        return;
    }
    let has_keyboard = context.memory(|memory| memory.focused().is_some());
    if !has_keyboard {
        context.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        context.request_repaint();
    }
    context.data_mut(|data| data.insert_temp(id, Opening { has_keyboard, ..before }));
}

impl SheetUi<'_> {
    /// The content; it scrolls where the window is too low.
    pub fn body<R>(&mut self, content: impl FnOnce(&mut Ui) -> R) -> R {
        let padding = self.padding;
        ScrollArea::vertical()
            .max_height(self.body_height)
            .auto_shrink([false, true])
            .show(self.ui, |ui| {
                Frame::new()
                    .inner_margin(Margin { left: 20, right: 20, top: 2, bottom: 20 })
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        ui.spacing_mut().item_spacing = vec2(8.0, padding * 0.6);
                        content(ui)
                    })
                    .inner
            })
            .inner
    }

    /// The buttons, from the right: the one that goes on first, then the ways out.
    pub fn footer<R>(&mut self, buttons: impl FnOnce(&mut Ui) -> R) -> R {
        hairline(self.ui);
        let height = Theme::of(self.ui).control_height();
        Frame::new()
            .inner_margin(Margin::symmetric(20, 12))
            .show(self.ui, |ui| {
                let size = vec2(ui.available_width(), height);
                ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    buttons(ui)
                })
                .inner
            })
            .inner
    }
}
