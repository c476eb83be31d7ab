//! An authority's reply: granted or not, the time it names, and the signature over it.

use super::signature::{Verdict, verify};
use super::{LONGEST, MessageImprint, StampError, lengths};
use casekeep_model::Timestamp;
use chrono::{NaiveDateTime, TimeDelta};
use cms::cert::CertificateChoices;
use cms::cert::x509::Certificate;
use cms::cert::x509::ext::Extensions;
use cms::cert::x509::ext::pkix::SubjectKeyIdentifier;
use cms::cert::x509::ext::pkix::name::GeneralName;
use cms::cert::x509::name::Name;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Ia5StringRef, Int, ObjectIdentifier, OctetString, PrintableStringRef, Utf8StringRef};
use der::{Any, Encode, Sequence, Tag, Tagged};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// The highest status that means granted: 0 as asked, 1 with changes.
const GRANTED: u8 = 1;

/// What a reply shows by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time that the authority names.
    pub at: Timestamp,
    /// What the authority's certificate calls it; nobody checked that here.
    pub by: String,
    /// The nonce of the request that it answers.
    pub nonce: Option<Vec<u8>>,
    /// False when its signature is of a kind that only `openssl ts -verify` can check.
    pub signature_checked: bool,
}

/// The reply (RFC 3161, 2.4.2).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct TimeStampResp {
    status: PkiStatusInfo,
    #[asn1(optional = "true")]
    time_stamp_token: Option<ContentInfo>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct PkiStatusInfo {
    status: u8,
    #[asn1(optional = "true")]
    status_string: Option<Vec<String>>,
    #[asn1(optional = "true")]
    fail_info: Option<der::asn1::BitString>,
}

/// What is signed (RFC 3161, 2.4.2).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Int,
    /// A GeneralizedTime; with fractions of a second, which not every reader takes.
    gen_time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<GeneralName>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// Reads a reply and checks that it is granted, for these bytes, and signed by the certificate in it.
///
/// # Errors
/// Each of [`StampError`] but the one about requests.
pub fn read_reply(reply: &[u8], bytes: &[u8]) -> Result<Stamp, StampError> {
    const BAD: StampError = StampError::NotAReply;
    if reply.len() > LONGEST {
        return Err(BAD);
    }
    let reply = lengths::read::<TimeStampResp>(reply).ok_or(BAD)?;
    if reply.status.status > GRANTED {
        return Err(StampError::Refused(reply.status.status));
    }
    let token = reply.time_stamp_token.filter(|token| token.content_type == SIGNED_DATA).ok_or(BAD)?;
    let signed: SignedData = token.content.decode_as().map_err(|_| BAD)?;
    let content = &signed.encap_content_info;
    let content = content.econtent.as_ref().filter(|_| content.econtent_type == TST_INFO).ok_or(BAD)?;
    let content: OctetString = content.decode_as().map_err(|_| BAD)?;
    let info = lengths::read::<TstInfo>(content.as_bytes()).ok_or(BAD)?;
    if !info.message_imprint.is_of(bytes) {
        return Err(StampError::OtherBytes);
    }
    let at = time(&info.gen_time).ok_or(BAD)?;
    let [signer] = signed.signer_infos.0.as_slice() else { return Err(BAD) };
    let certificate = certificate_of(&signed, signer).ok_or(StampError::NoCertificate)?;
    let verdict = check_signature(signer, content.as_bytes(), certificate)?;
    Ok(Stamp {
        at,
        by: name_of(certificate, info.tsa.as_ref()),
        nonce: info.nonce.map(|nonce| nonce.as_bytes().to_vec()),
        signature_checked: verdict == Verdict::Holds,
    })
}

/// Reads `YYYYMMDDhhmmss[.f…]Z`.
fn time(value: &Any) -> Option<Timestamp> {
    let text = std::str::from_utf8(value.value()).ok().filter(|_| value.tag() == Tag::GeneralizedTime)?;
    let (whole, fraction) = match text.strip_suffix('Z')?.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text.strip_suffix('Z')?, ""),
    };
    if whole.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit() || b".Z".contains(&b)) {
        return None;
    }
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let at = NaiveDateTime::parse_from_str(whole, "%Y%m%d%H%M%S").ok()?.and_utc();
    Some((at + TimeDelta::milliseconds(millis)).into())
}

fn certificate_of<'a>(signed: &'a SignedData, signer: &SignerInfo) -> Option<&'a Certificate> {
    let all = signed.certificates.iter().flat_map(|set| set.0.iter());
    let mut certificates = all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    certificates.find(|certificate| {
        let facts = &certificate.tbs_certificate;
        match &signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(named) => {
                named.issuer == facts.issuer && named.serial_number == facts.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(named) => {
                facts.get::<SubjectKeyIdentifier>().ok().flatten().is_some_and(|(_, own)| own == *named)
            }
        }
    })
}

/// Checks the signed attributes: they are of this content, and the certificate's key signed them (RFC 5652, 5.4).
fn check_signature(signer: &SignerInfo, content: &[u8], certificate: &Certificate) -> Result<Verdict, StampError> {
    const BAD: StampError = StampError::SignatureBad;
    let attributes = signer.signed_attrs.as_ref().ok_or(BAD)?;
    let one = |oid: ObjectIdentifier| {
        let mut named = attributes.iter().filter(|attribute| attribute.oid == oid);
        let values = named.next().filter(|_| named.next().is_none())?.values.as_slice();
        <&[Any; 1]>::try_from(values).ok().map(|[value]| value)
    };
    let content_type: Option<ObjectIdentifier> = one(CONTENT_TYPE).and_then(|value| value.decode_as().ok());
    let digest: Option<OctetString> = one(MESSAGE_DIGEST).and_then(|value| value.decode_as().ok());
    let Some(hash) = super::signature::hash_of(&signer.digest_alg.oid) else { return Ok(Verdict::NotKnown) };
    if content_type != Some(TST_INFO) || digest.is_none_or(|digest| digest.as_bytes() != hash(content)) {
        return Err(BAD);
    }
    let signed = attributes.to_der().map_err(|_| BAD)?;
    let key = &certificate.tbs_certificate.subject_public_key_info;
    match verify(key, &signer.signature_algorithm.oid, &signer.digest_alg.oid, &signed, signer.signature.as_bytes()) {
        Verdict::Wrong => Err(BAD),
        verdict => Ok(verdict),
    }
}

/// Returns what the authority is called: the name in its certificate, or else the one in what it signed.
fn name_of(certificate: &Certificate, tsa: Option<&GeneralName>) -> String {
    let subject = &certificate.tbs_certificate.subject;
    let named = match tsa {
        Some(GeneralName::DirectoryName(name)) if subject.is_empty() => name,
        _ => subject,
    };
    common_name(named).unwrap_or_else(|| named.to_string())
}

fn common_name(name: &Name) -> Option<String> {
    let value = name.0.iter().flat_map(|part| part.0.iter()).find(|part| part.oid == COMMON_NAME).map(|p| &p.value)?;
    match value.tag() {
        Tag::Utf8String => Some(Utf8StringRef::try_from(value).ok()?.to_string()),
        Tag::PrintableString => Some(PrintableStringRef::try_from(value).ok()?.to_string()),
        Tag::Ia5String => Some(Ia5StringRef::try_from(value).ok()?.to_string()),
        _ => None,
    }
}
