/** What a file says about itself, in words. It is what the file says, never what is so. */
import type { Inside, SaidKind, SaidPlace, SaidTime } from '../../ipc/types';
import { clock, day } from '../../shared/when';

export const SAID: Record<SaidKind, string> = {
  camera: 'Camera or phone',
  lens: 'Lens',
  serial: 'Number of that camera',
  software: 'Program',
  creator: 'Written in',
  author: 'Made by',
  title: 'Title',
  subject: 'Subject',
  keywords: 'Keywords',
  comment: 'Comment',
  turned: 'Held',
  changed_by: 'Last changed by',
  holds: 'It holds',
};

export const TIMES: Record<SaidTime['what'], string> = { taken: 'Taken', made: 'Made', changed: 'Changed' };

/** Returns "19:12 on Tuesday 10 March 2026", or the text itself when it is no clock time. */
export function timeWords(time: SaidTime): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(time.local) ? `${clock(time.local)} on ${day(time.local, 'full')}` : time.local;
}

/** Returns whose clock said it, and what it knew of time zones. */
export function clockWords(time: SaidTime, picture: boolean): string {
  const whose = picture ? 'by the camera’s or phone’s clock' : 'by the clock of the computer that wrote it';
  if (time.offset === null) return `${whose}, no time zone`;
  if (time.offset === 0) return `${whose}, set to UTC`;
  const minutes = Math.abs(time.offset);
  const hours = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return `${whose}, ${hours} ${time.offset > 0 ? 'ahead of' : 'behind'} UTC`;
}

/** Returns "53.9591 north, 1.0815 west, 17 m above the sea"; four places are about ten metres. */
export function placeWords({ latitude, longitude, height }: SaidPlace): string {
  const degrees = (n: number, plus: string, minus: string) => `${Math.abs(n).toFixed(4)} ${n < 0 ? minus : plus}`;
  const high = height === null || !Number.isFinite(height) ? '' : `, ${Math.round(Math.abs(height))} m ${height < 0 ? 'below' : 'above'} the sea`;
  return `${degrees(latitude, 'north', 'south')}, ${degrees(longitude, 'east', 'west')}${high}`;
}

/** Returns the size of the first page: pixels of a picture, centimetres of a sheet. */
export function sizeWords(inside: Inside): string {
  const first = inside.pages[0];
  if (!first) return '';
  const dots = 150;
  const long = (pixels: number) => ((pixels / dots) * 2.54).toFixed(1);
  const one = inside.worded ? `${long(first.width)} × ${long(first.height)} cm` : `${first.width} × ${first.height} pixels`;
  const pages = inside.pages.length;
  const others = inside.pages.some((page) => page.width !== first.width || page.height !== first.height);
  const many = pages > 1 || inside.worded ? `${pages}${inside.more_pages ? ' and more' : ''} ${pages === 1 ? 'page' : 'pages'}, ` : '';
  return `${many}${one}${others ? ' and other sizes' : ''}`;
}

/** Returns true for documents of office programs, whose words and facts are shown and whose pages are not drawn. */
export function isOffice(mediaType: string): boolean {
  return mediaType === 'application/zip' || /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\./.test(mediaType);
}

/** Returns what stands where a file cannot be shown. */
export function notShown(mediaType: string, size: string): string {
  if (mediaType === 'image/avif') {
    return `An AVIF picture, ${size}. Casekeep has no decoder for AVIF that it would trust with a stranger’s file, so it is not shown. It is kept byte for byte. To look at it, save a decrypted copy.`;
  }
  if (isOffice(mediaType) && mediaType !== 'application/zip') {
    return `A document of an office program, ${size}. Its words and what it says of itself stand beside this; its pages are not drawn, and nothing in it is run or fetched. It is kept byte for byte. To see it as it was made, save a decrypted copy.`;
  }
  return `${mediaType}, ${size}. It is kept byte for byte. To look at it, save a decrypted copy.`;
}
