//! The fonts that are compiled in: one family for each weight. Other scripts come from the
//! system's own fonts, which the window asks for a glyph only when a name needs it.

use std::sync::{Arc, LazyLock};

use egui::{Context, FontData, FontDefinitions, FontFamily, Id};

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/PlumblineSans-Regular.otf");
static MEDIUM: &[u8] = include_bytes!("../../../assets/fonts/PlumblineSans-Medium.otf");
static SEMI_BOLD: &[u8] = include_bytes!("../../../assets/fonts/PlumblineSans-SemiBold.otf");

static MEDIUM_NAME: LazyLock<Arc<str>> = LazyLock::new(|| "Medium".into());
static SEMI_BOLD_NAME: LazyLock<Arc<str>> = LazyLock::new(|| "SemiBold".into());

/// The name of the family of weight 500.
pub(super) fn medium() -> Arc<str> {
    Arc::clone(&MEDIUM_NAME)
}

/// The name of the family of weight 600.
pub(super) fn semi_bold() -> Arc<str> {
    Arc::clone(&SEMI_BOLD_NAME)
}

/// Sets the window's fonts, once: setting them again would build every glyph anew.
pub(super) fn install(context: &Context) {
    let installed = Id::unique("fonts installed");
    if context.data(|data| data.get_temp::<bool>(installed)).is_some() {
        return;
    }
    context.data_mut(|data| data.insert_temp(installed, true));
    context.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let families = [
        (FontFamily::Proportional, "regular", REGULAR),
        (FontFamily::Name(medium()), "medium", MEDIUM),
        (FontFamily::Name(semi_bold()), "semi-bold", SEMI_BOLD),
    ];
    for (family, name, data) in families {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
        fonts.families.insert(family, vec![name.to_owned()]);
    }
    // Nothing here is set in a typewriter's type; figures are tabular anyway.
    fonts.families.insert(FontFamily::Monospace, vec!["regular".to_owned()]);
    fonts
}
