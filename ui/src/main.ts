import { mount } from 'svelte';
import './look/tokens.css';
import './look/base.css';
import './look/controls.css';
import './look/page.css';
import './look/ledger.css';
import './look/narrow.css';
import './look/case.css';
import App from './App.svelte';
import { backend } from './ipc';
import { useGuidance } from './shared/guidance';

// Without an answer the built-in content stays in use.
await backend.guidance().then(useGuidance, () => undefined);
mount(App, { target: document.body });
