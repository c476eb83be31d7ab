/** What jsdom lacks and the window needs: dialogs that open, and addresses of blobs. */
import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/dom';

// A failure says what was looked for; the whole page is too long to read.
// A slow machine is not a fault: what is waited for is waited for long.
configure({ asyncUtilTimeout: 20_000, getElementError: (message) => Object.assign(new Error(message ?? ''), { name: 'NotFound' }) });

// As index.html says it.
document.documentElement.lang = 'en-GB';
document.title = 'Casekeep';

const dialog = HTMLDialogElement.prototype;
dialog.showModal ??= function showModal(this: HTMLDialogElement) {
  this.setAttribute('open', '');
};
dialog.close ??= function close(this: HTMLDialogElement) {
  if (!this.hasAttribute('open')) return;
  this.removeAttribute('open');
  this.dispatchEvent(new Event('close'));
};
URL.createObjectURL ??= () => 'blob:test';
URL.revokeObjectURL ??= () => undefined;
Element.prototype.scrollIntoView ??= () => undefined;
window.scrollTo = () => undefined;
window.matchMedia ??= (media) => ({
  media, matches: false, onchange: null, addEventListener: () => undefined, removeEventListener: () => undefined,
  addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => false,
});
HTMLCanvasElement.prototype.getContext = () => null;
window.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
