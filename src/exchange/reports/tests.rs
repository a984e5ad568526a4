use super::*;

fn report() -> Report {
    Report {
        title: "Talking points for Dana *Whitfield*".into(),
        subtitle: "Product org · H2 2026".into(),
        foot: "For the manager only.".into(),
        blocks: vec![
            Block::Heading("Amara Okafor".into()),
            Block::Paragraph("Director · Platform".into()),
            Block::Pyramid(Pyramid {
                name: "Amara Okafor".into(),
                bands: vec![
                    Band {
                        name: "Market".into(),
                        words: "4.3 of 3.5".into(),
                        filled: Some(0.86),
                        bar: Some(0.7),
                        home: false,
                    },
                    Band {
                        name: "Business vision".into(),
                        words: "Not asked".into(),
                        filled: None,
                        bar: None,
                        home: true,
                    },
                ],
            }),
            Block::Subheading("Talking points".into()),
            Block::Points(vec!["Outcome: nearly at VP.".into(), "P&L [3] <was> 4\nand more".into()]),
            Block::Rows(vec![("Ravi".into(), "present".into())]),
            Block::NewPage,
            Block::Heading("Noah Kim".into()),
        ],
    }
}

#[test]
fn markdown_says_everything_and_keeps_signs_as_signs() {
    let expected = "# Talking points for Dana \\*Whitfield\\*\n\nProduct org · H2 2026\n\n## Amara Okafor\n\n\
                    Director · Platform\n\n- **Business vision**: Not asked, home tier\n- **Market**: 4.3 of 3.5\n\n\
                    ### Talking points\n\n- Outcome: nearly at VP.\n- P&L \\[3\\] \\<was\\> 4 and more\n\n\
                    - **Ravi**: present\n\n---\n\n## Noah Kim\n\n---\n\nFor the manager only.\n";
    assert_eq!(markdown(&report()), expected);
}

#[test]
fn a_pyramid_is_a_picture_with_its_words() {
    let Some(Block::Pyramid(mut pyramid)) =
        report().blocks.into_iter().find(|block| matches!(block, Block::Pyramid(_)))
    else {
        panic!("there is a pyramid")
    };
    pyramid.name = "A & <B>".into();
    let picture = svg(&pyramid);
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    assert!(picture.contains("<title>A &amp; &lt;B&gt;</title>"));
    assert_eq!(picture.matches("<polygon").count(), 3, "two grounds, one filled part");
    assert_eq!(picture.matches("<polyline").count(), 1, "one bar");
}

#[test]
fn a_pdf_has_its_pages_and_a_long_report_more_of_them() {
    let short = pdf(&report()).expect("it can be made");
    assert!(short.starts_with(b"%PDF-") && short.len() < 400_000, "{} bytes", short.len());
    let pages = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("/MediaBox").count();
    assert_eq!(pages(&short), 2, "one page a report");
    let mut long = report();
    long.blocks.extend((0..200).map(|number| Block::Paragraph(format!("Paragraph {number} says what was said."))));
    assert!(pages(&pdf(&long).expect("it can be made")) > 5);
}

#[test]
fn names_of_any_length_and_letters_of_any_script_make_a_page() {
    let mut odd = report();
    odd.title = "M".repeat(500);
    odd.blocks.push(Block::Rows(vec![("名前".into(), "שם".repeat(90))]));
    assert!(pdf(&odd).is_ok());
    assert_eq!(missing_letters(&report()), Vec::<char>::new());
    assert!(missing_letters(&odd).contains(&'名'));
}
