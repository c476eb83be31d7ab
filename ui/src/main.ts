import { mount } from 'svelte';
import './look/tokens.css';
import './look/app.css';
import './look/case.css';
import App from './App.svelte';

mount(App, { target: document.body });
