/**
 * Every piece of guidance and every number to ring that the window shows, each with who says it and as at when. It is not
 * legal advice; what changes in the world is changed here.
 */
export interface Guidance {
  readonly text: string;
  /** Who says it. */
  readonly source: string;
  /** The month in which the source was last read. */
  readonly asAt: string;
}

const READ = '2026-11';

export const EMERGENCY: Guidance = { text: 'If you are in danger now, ring 999.', source: 'The emergency number of the United Kingdom', asAt: READ };

/** What helps on the first day, in the order in which to do it. */
export const TODAY: readonly Guidance[] = [
  { text: 'Do not reply', source: 'Action Against Stalking, tips and advice', asAt: READ },
  { text: 'Do not delete or block. Mute, and ask first', source: 'Sussex Police and Crime Commissioner, “Mute, don’t block your stalker”', asAt: READ },
  { text: 'Tell one person at work', source: 'MDU, how to avoid unwanted attention', asAt: READ },
  { text: 'Ring your defence organisation', source: 'MDU and Medical Protection, unwelcome patient attention', asAt: READ },
];

/** What to mind while writing a contact down. */
export const WHILE_YOU_WRITE: readonly Guidance[] = [
  { text: 'Write it today, if you can.', source: 'Reading Borough Council, guidance on diary sheets', asAt: READ },
  { text: 'Write exactly what was said, swearing too.', source: 'Reading Borough Council, guidance on diary sheets', asAt: READ },
  { text: 'Only what you saw or heard yourself. If someone told you, say who.', source: 'Reading Borough Council, guidance on diary sheets', asAt: READ },
  { text: 'Leave out anything you would not want the person to read. This page can be handed over.', source: 'SPARC, stalking incident and behavior log', asAt: READ },
];

/** A number to ring, and when. */
export interface ToRing extends Guidance {
  readonly number: string;
}

/** Whom to ring when someone may be at risk, the most urgent first. */
export const AT_RISK: readonly ToRing[] = [
  { number: '999', text: 'Someone is in danger now', source: 'The emergency number of the United Kingdom', asAt: READ },
  { number: '101', text: 'The police, when it is not an emergency', source: 'The police number of the United Kingdom', asAt: READ },
  { number: '0808 802 0300', text: 'National Stalking Helpline, for advice', source: 'Suzy Lamplugh Trust, National Stalking Helpline', asAt: READ },
];

/** What to do when the person speaks of harming themselves. */
export const SELF_HARM: readonly ToRing[] = [
  { number: '999', text: 'They have harmed themselves, or are about to', source: 'The emergency number of the United Kingdom', asAt: READ },
  { number: '116 123', text: 'Samaritans, day and night; for you too', source: 'Samaritans, how to reach us', asAt: READ },
];

export const CLINICAL_TEAM: Guidance = { text: 'Tell the team that looks after them today, whatever else you do.', source: 'Medical Protection, unwelcome patient attention', asAt: READ };
