//! Backups by SMS Backup & Restore.

use crate::{Heard, said};
use casekeep_exports::read;
use casekeep_model::messages::{Reading, Told, UnreadWhy};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

pub(crate) const BACKUP: &str = r#"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore v10.20 on 04/03/2026 19:20:00-->
<?xml-stylesheet type="text/xsl" href="sms.xsl"?>
<smses count="4" backup_set="aa" backup_date="1772652000000" type="full">
  <sms protocol="0" address="+447700900123" date="1772651730000" type="1" subject="null" body="I am outside &#55357;&#56842; &amp; waiting&#10;now" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0" sub_id="1" readable_date="4 Mar 2026 19:15:30" contact_name="Sam Carter" />
  <sms protocol="0" address="+447700900123" date="1772651790000" type="2" body="Please stop." readable_date="4 Mar 2026 19:16:30" contact_name="Sam Carter" />
  <sms address="+447700900123" date="1772651850000" type="1" body="&#55357; half" contact_name="(Unknown)" />
  <mms date="1772651910000" msg_box="1" address="+447700900123" m_type="132" readable_date="4 Mar 2026 19:18:30" contact_name="Sam Carter">
    <parts>
      <part seq="-1" ct="application/smil" name="null" text="&lt;smil/>" />
      <part seq="0" ct="image/jpeg" name="null" cl="IMG_2031.jpg" text="null" data="/9j/4AAQ" />
      <part seq="0" ct="text/plain" name="null" cl="text0.txt" text="your car" />
    </parts>
    <addrs>
      <addr address="+447700900999" type="137" charset="106" />
      <addr address="+447700900000" type="151" charset="106" />
    </addrs>
  </mms>
</smses>"#;

#[test]
fn texts_and_picture_messages_are_read() {
    let heard = Heard::of(BACKUP);
    assert_eq!(
        said(&heard),
        [
            (Some("Sam Carter (+447700900123)"), Some("2026-03-04T19:15:30Z"), "I am outside 😊 & waiting\nnow"),
            (Some("The owner of this phone"), Some("2026-03-04T19:16:30Z"), "Please stop."),
            (Some("+447700900123"), Some("2026-03-04T19:17:30Z"), "\u{fffd} half"),
            (Some("+447700900999"), Some("2026-03-04T19:18:30Z"), "your car"),
        ]
    );
    let messages = heard.messages();
    assert_eq!(messages.iter().map(|message| message.own).collect::<Vec<_>>(), [false, true, false, false].map(Some));
    assert_eq!(messages[1].says.as_deref(), Some("to Sam Carter (+447700900123)"));
    assert_eq!(messages[0].shown, "4 Mar 2026 19:15:30");
    assert_eq!(messages[3].media, ["IMG_2031.jpg"]);
    assert_eq!(heard.unread().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [UnreadWhy::Letters]);
    for message in messages {
        let place = &BACKUP[message.at as usize..][..message.length as usize];
        assert!(place.starts_with("<sms ") || (place.starts_with("<mms ") && place.ends_with("</mms>")), "{place}");
    }
}

#[test]
fn a_backup_that_ends_in_the_middle_says_so() {
    let cut = &BACKUP[..BACKUP.find("your car").expect("there")];
    let heard = Heard::of(cut);
    assert_eq!(heard.messages().len(), 4, "the picture message that is cut is told as far as it goes");
    assert_eq!(heard.unread().last().map(|(_, why)| *why), Some(UnreadWhy::CutOff));
}

#[test]
fn a_message_with_parts_without_end_is_told_to_be_more() {
    let parts = "<part ct='image/png' cl='a.png'/>".repeat(3000);
    let text = format!("<smses><mms date='0' msg_box='1' address='1'>{parts}</mms></smses>");
    let heard = Heard::of(text);
    assert_eq!(heard.messages()[0].media.len(), 1000);
    assert_eq!(heard.unread().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [UnreadWhy::TooDeep]);
}

/// A backup whose one picture has so many bytes of base64, made while it is read.
struct Endless {
    at: u64,
    picture: u64,
}

const BEFORE: &[u8] = b"<smses count='2'><mms date='1772651910000' msg_box='1' address='1'><parts><part ct='image/jpeg' cl='big.jpg' data='";
const AFTER: &[u8] = b"'/></parts></mms><sms address='1' date='1772651920000' type='1' body='after it'/></smses>";

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (before, picture) = (BEFORE.len() as u64, self.picture);
        let count = match self.at {
            at if at < before => (&BEFORE[at as usize..]).read(into)?,
            at if at < before + picture => {
                let count = into.len().min((before + picture - at) as usize);
                into[..count].fill(b'A');
                count
            }
            at => AFTER.get((at - before - picture) as usize..).unwrap_or_default().read(into)?,
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(at) = to else { return Err(io::ErrorKind::Unsupported.into()) };
        self.at = at;
        Ok(at)
    }
}

#[test]
fn a_picture_of_500_mb_is_passed_over_in_pieces() {
    let mut input = BufReader::new(Endless { at: 0, picture: 500 << 20 });
    let mut told = Vec::new();
    read(&mut input, &Reading::default(), &mut |event| {
        told.push(event);
        ControlFlow::Continue(())
    })
    .expect("it can be read");
    assert!(input.fill_buf().expect("the end").is_empty());
    let Told::Message(picture) = &told[1] else { panic!("{told:?}") };
    assert_eq!((picture.media.as_slice(), picture.length > 500 << 20), (&["big.jpg".to_owned()][..], true));
    let Told::Message(after) = &told[2] else { panic!("{told:?}") };
    assert_eq!(after.text, "after it");
}
