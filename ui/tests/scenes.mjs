// What each picture shows: the start (the address of the vault in memory) and what a person does to get there.
import { caseScenes } from './caseScenes.mjs';
import { keepingScenes } from './keepingScenes.mjs';
import { messageScenes } from './messageScenes.mjs';
import { registerScenes } from './registerScenes.mjs';

const PASSPHRASE = 'gravel opera tomato lantern quiet';

async function create(page) {
  await page.getByRole('button', { name: 'Make a vault' }).click();
  await page.getByRole('heading', { name: 'Choose a passphrase' }).waitFor();
}

async function made(page) {
  await create(page);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('The same again', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('button', { name: 'Make the vault' }).click();
  await page.getByRole('heading', { name: 'Put these 12 words on paper' }).waitFor();
}

async function handover(page) {
  await page.getByRole('button', { name: /Matter 1/ }).first().click();
  await page.getByRole('button', { name: 'Hand over', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Who is it for?' }).waitFor();
  await page.getByRole('radio', { name: 'Police', exact: true }).check();
  await page.getByLabel('Who gets it').fill('PC 4471 Osei, Northshire Police');
  await page.getByLabel('What for').fill('incident NSP-2026-0428-0311');
}

async function next(page, heading) {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: heading }).waitFor();
}

export const scenes = [
  { name: '01-start', query: 'state=none' },
  {
    name: '01-create', query: 'state=none',
    act: async (page) => {
      await create(page);
      await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
      await page.getByRole('button', { name: 'Show passphrase' }).click();
      await page.getByText('Very strong.').waitFor();
      await page.getByRole('button', { name: 'Choose' }).click();
    },
  },
  {
    name: '01-create-errors', query: 'state=none', views: ['light'],
    act: async (page) => {
      await create(page);
      await page.getByLabel('Passphrase', { exact: true }).fill('password1');
      await page.getByRole('button', { name: 'Make the vault' }).click();
      await page.getByText('This is too easy to guess').waitFor();
    },
  },
  { name: '01-words', query: 'state=none', act: made },
  {
    name: '01-check', query: 'state=none',
    act: async (page) => {
      await made(page);
      await page.getByRole('button', { name: 'I have them on paper' }).click();
      await page.getByRole('textbox').first().fill('candel');
      await page.getByRole('button', { name: 'Finish' }).click();
    },
  },
  { name: '01-unlock', query: 'state=locked&failed=3' },
  { name: '01-unlock-wait', query: 'state=locked&failed=6&wait=47', views: ['light', '400pc'] },
  { name: '02-cases-attempts', query: 'failed=3', views: ['light', '200pc'], act: (page) => page.getByText(/3 failed attempts/).waitFor() },
  {
    name: '01-unlock-wrong', query: 'state=locked', views: ['light', 'dark'],
    act: async (page) => {
      await page.getByLabel('Passphrase', { exact: true }).fill('not this one');
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
      await page.getByText('That is not the passphrase').waitFor();
    },
  },
  { name: '02-cases', act: (page) => page.getByText('Voicemail.m4a', { exact: true }).waitFor() },
  { name: '02-cases-older', query: 'older&first', views: ['light', 'dark', '400pc'], act: (page) => page.getByText('This is an older copy').waitFor() },
  {
    name: '02-cases-new', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await page.getByRole('button', { name: 'New case' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '02-cases-change', views: ['light'],
    act: async (page) => {
      await page.getByRole('button', { name: 'Change Matter 1' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '02-cases-checked', views: ['light'],
    act: async (page) => {
      await page.getByRole('button', { name: 'Check everything' }).click();
      await page.getByText('every item and entry is as it was saved').first().waitFor();
    },
  },
  { name: '08-handover-1', act: handover },
  {
    name: '08-handover-1-keys', views: ['light'],
    act: async (page) => {
      await handover(page);
      await page.getByText('With their key').click();
      await page.getByRole('button', { name: 'Continue' }).click();
    },
  },
  {
    name: '08-handover-2',
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await page.getByRole('checkbox', { name: /Chocolates and a card/ }).first().uncheck();
    },
  },
  {
    name: '08-handover-2-registers', query: 'registers',
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await page.getByRole('checkbox', { name: /A scarf, wrapped/ }).uncheck();
      // Lines out of view have no height of their own yet, so it is gone to more than once.
      for (const _ of [1, 2, 3]) {
        await page.locator('.wbody').evaluate((body) => {
          const above = body.querySelector('h2').getBoundingClientRect().top - body.getBoundingClientRect().top - 24;
          body.scrollTop += above;
          if (body.scrollTop === 0) window.scrollBy(0, above);
        });
        await page.getByRole('heading', { name: 'From the registers' }).hover();
      }
    },
  },
  {
    name: '08-handover-3-registers', query: 'registers', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await page.getByRole('checkbox', { name: /A scarf, wrapped/ }).uncheck();
      await next(page, 'This is what they get');
      await page.getByText(/Not in it/).waitFor();
    },
  },
  {
    name: '08-handover-3',
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await page.getByRole('checkbox', { name: /Chocolates and a card/ }).first().uncheck();
      await next(page, 'This is what they get');
    },
  },
  {
    name: '08-handover-3-making', query: 'pace=60', views: ['light', 'dark'],
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await next(page, 'This is what they get');
      await page.getByRole('button', { name: 'Make the bundle' }).click();
      await page.getByText(/Now: Screenshot/).waitFor();
    },
  },
  {
    name: '08-handover-4',
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await next(page, 'This is what they get');
      await page.getByRole('button', { name: 'Make the bundle' }).click();
      await page.getByRole('heading', { name: 'The bundle is ready' }).waitFor();
    },
  },
  {
    name: '08-given-out-none', views: ['light', '400pc'],
    act: async (page) => {
      await page.getByRole('button', { name: /Matter 1/ }).first().click();
      await page.getByRole('button', { name: 'Given out', exact: true }).click();
      await page.getByText('Nothing was handed over yet.').waitFor();
    },
  },
  {
    name: '08-given-out',
    act: async (page) => {
      await handover(page);
      await next(page, 'What goes with it?');
      await next(page, 'This is what they get');
      await page.getByRole('button', { name: 'Make the bundle' }).click();
      await page.getByRole('heading', { name: 'The bundle is ready' }).waitFor();
      await page.getByRole('button', { name: 'Given out', exact: true }).first().click();
      await page.getByRole('button', { name: /PC 4471 Osei/ }).click();
    },
  },
  { name: '10-empty', query: 'empty', act: (page) => page.getByRole('heading', { name: 'Nothing here yet' }).waitFor() },
  {
    name: '10-keys', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await page.getByText('Voicemail.m4a', { exact: true }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '10-lock', views: ['light'],
    act: async (page) => {
      await page.getByText('Voicemail.m4a', { exact: true }).waitFor();
      await page.keyboard.press('Control+l');
      await page.getByText('Locked', { exact: true }).first().waitFor();
    },
  },
  ...keepingScenes,
  ...caseScenes,
  ...messageScenes,
  ...registerScenes,
];
