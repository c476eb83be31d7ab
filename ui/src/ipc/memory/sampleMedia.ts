/** Invented recordings: a voice message that is a row of tones, and a film of a kind that no window plays. */
import type { StoredCase } from './case';

const RATE = 8_000;

/** Returns a WAV file of tones that swell and fade, so many seconds long. */
export function tones(seconds: number): Uint8Array<ArrayBuffer> {
  const samples = seconds * RATE;
  const file = new DataView(new ArrayBuffer(44 + samples * 2));
  const text = (at: number, words: string) => [...words].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  file.setUint32(4, 36 + samples * 2, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, 'data');
  file.setUint32(40, samples * 2, true);
  for (let i = 0; i < samples; i += 1) {
    const at = i / RATE;
    const loud = Math.abs(Math.sin(at * 1.3) * Math.sin(at * 3.1));
    file.setInt16(44 + i * 2, Math.round(Math.sin(at * 2 * Math.PI * 220) * loud * 24_000), true);
  }
  return new Uint8Array(file.buffer);
}

/** Adds them to a case. */
export function addMedia(one: StoredCase): void {
  const add = (name: string, type: string, media: Uint8Array<ArrayBuffer>, description: string) => {
    const recorded = '2026-04-29T20:30:00.000Z';
    const facts = { description, from: 'Person A', source: {}, captured: { could_not: [] } };
    one.addItem({ name, type, bytes: media.length, recorded, how: 'file', at: recorded, via: 'unlocked', facts, media }, true);
  };
  add('Voice message.wav', 'audio/x-wav', tones(75), 'A voice message, one minute');
  add('camera.wmv', 'video/x-ms-wmv', new Uint8Array(300_000), 'The camera at the door');
}
